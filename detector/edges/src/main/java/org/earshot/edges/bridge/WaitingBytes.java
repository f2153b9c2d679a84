package org.earshot.edges.bridge;

/**
 * Bounds the memory that the messages of one connection take until Kafka has them. A message finds room, or whoever brings it
 * waits: then nothing more is read from the connection, and the MQTT broker keeps the rest. One message always finds room, however
 * long it is.
 *
 * <p>Safe for use by several threads.
 */
final class WaitingBytes {
    /** What a message takes beside its payload. */
    static final int MESSAGE_BYTES = 1 << 10;

    private final long most;
    private long taken;
    private boolean closed;

    /** @param most bytes */
    WaitingBytes(long most) {
        this.most = most;
    }

    /** Takes room if there is any. */
    synchronized boolean tryTake(int payloadBytes) {
        boolean fits = taken == 0 || taken + size(payloadBytes) <= most;
        if (fits) {
            taken += size(payloadBytes);
        }
        return fits;
    }

    /** Waits for room and takes it. @return false if it was closed meanwhile */
    synchronized boolean take(int payloadBytes) throws InterruptedException {
        while (!closed && !tryTake(payloadBytes)) {
            wait();
        }
        return !closed;
    }

    /** Gives the room of a message back. */
    synchronized void release(int payloadBytes) {
        taken -= size(payloadBytes);
        notifyAll();
    }

    /** Nobody waits any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    private static long size(int payloadBytes) {
        return (long) MESSAGE_BYTES + payloadBytes;
    }
}
