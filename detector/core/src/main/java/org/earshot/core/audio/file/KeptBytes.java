package org.earshot.core.audio.file;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * A stream that remembers its beginning, so that another reader can start over although a pipe cannot be wound back. For one
 * thread.
 */
final class KeptBytes extends FilterInputStream {
    /** More than is read before a sound's kind is known, tags aside. */
    private static final int MOST = 1 << 20;

    private ByteArrayOutputStream beginning = new ByteArrayOutputStream();

    KeptBytes(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        int read = in.read(to, offset, length);
        if (read > 0 && beginning != null) {
            beginning.write(to, offset, read);
            beginning = beginning.size() > MOST ? null : beginning;
        }
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /**
     * The same stream again, from its beginning; this one is not to be read any more.
     *
     * @throws IOException if too much of it has been read
     */
    InputStream fromTheBeginning() throws IOException {
        if (beginning == null) {
            throw new IOException("it begins with more than " + MOST + " bytes that are no sound");
        }
        return new SequenceInputStream(new ByteArrayInputStream(beginning.toByteArray()), in);
    }
}
