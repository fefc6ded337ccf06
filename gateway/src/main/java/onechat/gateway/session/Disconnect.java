package onechat.gateway.session;

/** Why a connection ended, for the operator's counters and log. Immutable. */
public enum Disconnect {
    /** Its client logged out. */
    LOGOUT,
    /** It broke, or its client went without a word. */
    BROKEN,
    /** Its device logged in again, or its session went on with another connection. */
    REPLACED,
    /** The server was told to stop. */
    DRAINING,
    /** No login came in time. */
    NO_LOGIN,
    /** Too many logins were refused, or too much was said before a login. */
    NOT_LOGGED_IN,
    /** Nothing was heard of its client for three heartbeats. */
    SILENT,
    /** What came could not be read: framing, size, version or encoding. */
    FRAMING,
    /** Its client went on sending after too many refusals. */
    TOO_MANY_COMMANDS,
    /** Its client did not read, until too much waited for it. */
    NOT_READING,
    /** A write to it took too long. */
    WRITE_TIMEOUT,
    /** As many connections as are allowed were open. */
    TOO_MANY_CONNECTIONS
}
