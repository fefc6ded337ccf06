package onechat.gateway.signaling;

/** Takes the payloads of one device. Used by many threads at once. */
public interface Inbox {
    /** Takes a payload, in the order of the calls; never blocks, and drops it when the device is gone. */
    void offer(byte[] payload);

    /** Lets go out what was offered; never blocks. */
    void flush();
}
