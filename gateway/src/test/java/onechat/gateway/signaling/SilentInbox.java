package onechat.gateway.signaling;

import onechat.protocol.Message;

/** Takes payloads and drops them, where a test looks at messages and not at octets. Stateless. */
record SilentInbox() implements Inbox {
    @Override
    public void offer(Message message, byte[] payload) {}

    @Override
    public void flush() {}
}
