package onechat.protocol.connection;

/** Why the server ends a connection, with the WebSocket close code that says so (contract section 1.2). Immutable. */
public enum CloseReason {
    /** The client logged out. */
    LOGOUT(1000, "logout"),
    /** The server is draining. */
    DRAINING(1001, "draining"),
    /** A binary message, where only text is spoken. */
    BINARY_MESSAGE(1003, "binary message"),
    /** Text that is not UTF-8. */
    NOT_UTF8(1007, "not UTF-8"),
    /** An {@code error} that closes was sent just before. */
    AFTER_ERROR(1008, "see the error before"),
    /** A message over the size limit. */
    TOO_LARGE(1009, "message too large"),
    /** A fault of the server's own. */
    SERVER_FAULT(1011, "server fault");

    private final int webSocketCode;
    private final String phrase;

    CloseReason(int webSocketCode, String phrase) {
        this.webSocketCode = webSocketCode;
        this.phrase = phrase;
    }

    /** The close code of RFC 6455, 1000 to 1011. */
    public int webSocketCode() {
        return webSocketCode;
    }

    /** The reason phrase of the close frame, at most 123 octets. */
    public String phrase() {
        return phrase;
    }
}
