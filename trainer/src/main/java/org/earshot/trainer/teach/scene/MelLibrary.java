package org.earshot.trainer.teach.scene;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;

/**
 * Sounds kept as log-mel frames in bytes, a step of 0.1 (0.9 dB) each, from ln(1e-8) up: enough to learn what a label is
 * not, and no recording that could be played. Any model with the same front end can use them.
 *
 * @param frontEnd what made the frames
 * @param entries the sounds
 */
record MelLibrary(FrontEnd frontEnd, List<Entry> entries) {
    private static final String MAGIC = "earshot-mel-1";
    private static final float STEP = 0.1f;

    /** What a sound is good for. */
    enum Use {
        /** A single sound, to be laid on backgrounds. */
        SOUND,
        /** A background. */
        BED
    }

    /**
     * One sound.
     *
     * @param kind what it is
     * @param levelDb root mean square in dBFS
     * @param logMel [frames][mels], rounded to steps
     */
    record Entry(String kind, Use use, double levelDb, float[] logMel) {}

    void write(OutputStream to) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(to))) {
            out.writeUTF(MAGIC);
            out.writeUTF(frontEnd.toString());
            out.writeInt(entries.size());
            int mels = frontEnd.mels();
            for (Entry entry : entries) {
                out.writeUTF(entry.kind());
                out.writeByte(entry.use().ordinal());
                out.writeFloat((float) entry.levelDb());
                out.writeInt(entry.logMel().length / mels);
                // Each band's frames in a row, as differences: these pack best.
                for (int f = 0; f < mels; f++) {
                    int last = 0;
                    for (int at = f; at < entry.logMel().length; at += mels) {
                        int q = Math.max(0, Math.min(255, Math.round((entry.logMel()[at] - MelSums.FLOOR) / STEP)));
                        out.writeByte(q - last);
                        last = q;
                    }
                }
            }
        }
    }

    /**
     * @param wanted front end of the model that is to use them
     * @return the library; without entries if it was made with another front end
     */
    static MelLibrary read(InputStream from, FrontEnd wanted) {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(from))) {
            if (!in.readUTF().equals(MAGIC)) {
                throw new DataException("sounds for teaching: not a file of this program");
            }
            if (!in.readUTF().equals(wanted.toString())) {
                return new MelLibrary(wanted, List.of());
            }
            int count = in.readInt();
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                entries.add(entry(in, wanted.mels()));
            }
            return new MelLibrary(wanted, entries);
        } catch (EOFException e) {
            throw new DataException("sounds for teaching: the file is cut off", e);
        } catch (IOException e) {
            throw new DataException("sounds for teaching: cannot be read: " + e.getMessage(), e);
        }
    }

    private static Entry entry(DataInputStream in, int mels) throws IOException {
        String kind = in.readUTF();
        Use use = Use.values()[in.readByte()];
        float level = in.readFloat();
        int frames = in.readInt();
        float[] logMel = new float[frames * mels];
        for (int f = 0; f < mels; f++) {
            int q = 0;
            for (int t = 0; t < frames; t++) {
                q = (q + in.readByte()) & 0xff;
                logMel[t * mels + f] = MelSums.FLOOR + q * STEP;
            }
        }
        return new Entry(kind, use, level, logMel);
    }
}
