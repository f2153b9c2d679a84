package org.earshot.core.audio.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the frames of an MPEG audio stream among tags, zeros and bytes that are no frames. A frame right behind another of its
 * kind is taken as it is; anywhere else two more of its kind, or the end of the stream, must follow it. For one thread.
 */
final class Mp3Frames {
    /** A frame header followed by enough more of them to rule out chance. */
    private static final int LOOK_AHEAD_BYTES = 4 * Mp3Frame.MOST_BYTES;

    private static final int FOLLOWERS = 2;
    private static final int ID3V1_BYTES = 128;
    private static final int ID3V1_EXTENDED_BYTES = 227;
    private static final int APE_BYTES = 32;
    private static final int APE_HEAD_FLAG = 1 << 29;
    private static final int LYRICS_FOOT_BYTES = 9;
    private static final int LONGEST_LYRICS = 1 << 20;

    private final InputStream in;
    private final byte[] bytes = new byte[2 * LOOK_AHEAD_BYTES];
    private int next;
    private int end;
    private boolean ended;
    private Mp3Frame last;
    private byte[] frame;
    private long garbage;
    private long zeros;
    private long zerosHere;
    private boolean cutOff;

    Mp3Frames(InputStream in) {
        this.in = in;
    }

    /** The first frame in the beginning of a file, or null. */
    static Mp3Frame firstIn(byte[] start) {
        try {
            return new Mp3Frames(new ByteArrayInputStream(start)).next();
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail to be read", e);
        }
    }

    /** Goes on to the next frame, whole or at least half of it. @return its head, or null at the end */
    Mp3Frame next() throws IOException {
        boolean contiguous = last != null;
        zerosHere = 0;
        while (load()) {
            Mp3Frame head = Mp3Frame.parse(bytes, next, end);
            if (head != null && (contiguous && head.belongsTo(last) || isFollowed(head))) {
                return taken(head);
            }
            if (!skipTag()) {
                passOver();
                contiguous = false;
            }
        }
        return null;
    }

    private Mp3Frame taken(Mp3Frame head) {
        int there = Math.min(head.bytes(), end - next);
        cutOff = there < head.bytes();
        if (2 * there < head.bytes()) {
            next = end;
            return null;
        }
        // With zeros for what is missing of the last one: most of its sound is in its beginning and in the frame
        // before.
        frame = Arrays.copyOf(Arrays.copyOfRange(bytes, next, next + there), head.bytes());
        next += there;
        last = head;
        zeros += zerosHere;
        return head;
    }

    /** The bytes of the frame found last. */
    byte[] frame() {
        return frame;
    }

    /** True if the stream ends inside a frame. */
    boolean isCutOff() {
        return cutOff;
    }

    /** Bytes skipped because they are neither frames nor tags nor zeros. */
    long garbage() {
        return garbage;
    }

    /** Zeros skipped before a frame. */
    long zeros() {
        return zeros;
    }

    private boolean isFollowed(Mp3Frame head) {
        int at = next + head.bytes();
        for (int i = 0; i < FOLLOWERS; i++) {
            if (at == end && ended || tagAt(at) != null) {
                return true;
            }
            Mp3Frame follower = Mp3Frame.parse(bytes, at, end);
            if (follower == null || !follower.belongsTo(head)) {
                return false;
            }
            at += follower.bytes();
        }
        return true;
    }

    private void passOver() {
        if (bytes[next] == 0) {
            zerosHere++;
        } else {
            garbage++;
        }
        next++;
    }

    /** The kind of tag there, or null. */
    private String tagAt(int at) {
        for (String tag : new String[] {"TAG", "APETAGEX", "LYRICSBEGIN"}) {
            if (startsWith(tag, at)) {
                return tag;
            }
        }
        boolean id3 = startsWith("ID3", at)
                && at + 10 <= end
                && bytes[at + 3] >= 0
                && (bytes[at + 6] | bytes[at + 7] | bytes[at + 8] | bytes[at + 9]) >= 0;
        return id3 ? "ID3" : null;
    }

    private boolean skipTag() throws IOException {
        String tag = tagAt(next);
        if (tag == null) {
            return false;
        }
        switch (tag) {
            case "TAG" -> skip(startsWith("TAG+", next) ? ID3V1_EXTENDED_BYTES : ID3V1_BYTES);
            case "APETAGEX" -> skip(APE_BYTES + apeItems());
            case "LYRICSBEGIN" -> skipLyrics();
            default -> skip(Id3.size(Arrays.copyOfRange(bytes, next, next + Id3.HEADER_BYTES)));
        }
        return true;
    }

    /** Bytes that follow the head of an APE tag; its foot looks alike and has none behind it. */
    private long apeItems() {
        if (end - next < APE_BYTES) {
            return 0;
        }
        ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean isHead = (head.getInt(next + 20) & APE_HEAD_FLAG) != 0;
        return isHead ? head.getInt(next + 12) & 0xffffffffL : 0;
    }

    private void skipLyrics() throws IOException {
        for (int i = 0; i < LONGEST_LYRICS && load(); i++) {
            if (startsWith("LYRICS200", next) || startsWith("LYRICSEND", next)) {
                skip(LYRICS_FOOT_BYTES);
                return;
            }
            next++;
        }
    }

    private void skip(long count) throws IOException {
        long left = count;
        while (left > 0 && load()) {
            int step = (int) Math.min(left, end - next);
            next += step;
            left -= step;
        }
    }

    private boolean startsWith(String text, int at) {
        if (at + text.length() > end) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Fills the buffer with enough bytes ahead, or all that are left. @return false at the end */
    private boolean load() throws IOException {
        while (!ended && end - next < LOOK_AHEAD_BYTES) {
            if (bytes.length - next < LOOK_AHEAD_BYTES) {
                System.arraycopy(bytes, next, bytes, 0, end - next);
                end -= next;
                next = 0;
            }
            int read = in.read(bytes, end, bytes.length - end);
            ended = read < 0;
            end += Math.max(0, read);
        }
        return next < end;
    }
}
