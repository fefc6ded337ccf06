package onechat.gateway.signaling;

/** Takes payloads and drops them, where a test looks at messages and not at octets. Stateless. */
record SilentInbox() implements Inbox {
    @Override
    public void offer(byte[] payload) {}

    @Override
    public void flush() {}
}
