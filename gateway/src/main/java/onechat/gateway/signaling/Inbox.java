package onechat.gateway.signaling;

import onechat.protocol.Message;

/** Takes what is said to one device. Used by many threads at once. */
public interface Inbox {
    /**
     * Takes a message, in the order of the calls; never blocks, and drops it when the device is gone.
     *
     * @param payload the message, encoded; shared by all who get it, and changed by nobody
     */
    void offer(Message message, byte[] payload);

    /** Lets go out what was offered; never blocks. */
    void flush();
}
