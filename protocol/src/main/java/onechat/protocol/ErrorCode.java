package onechat.protocol;

import org.jspecify.annotations.Nullable;

/** The codes of an {@code error} message (contract section 7). Immutable. */
public enum ErrorCode {
    /** A malformed frame, JSON text, member or type, or an unknown {@code cmd}. */
    MALFORMED(10400),
    /** Not logged in, a wrong password, or a bad token. */
    NOT_LOGGED_IN(10401),
    /** Not a member, call full, too many devices, or otherwise not allowed. */
    NOT_ALLOWED(10403),
    /** No such user, room, call or participant. */
    NOT_FOUND(10404),
    /** No login in time, or silent too long. */
    TIMED_OUT(10408),
    /** The same device logged in again. */
    REPLACED(10409),
    /** The session can't be resumed. */
    NOT_RESUMABLE(10410),
    /** Payload or header block too large. */
    TOO_LARGE(10413),
    /** A version other than 1.0. */
    VERSION_NOT_SUPPORTED(10426),
    /** Too many commands, or too many failed logins. */
    TOO_MANY(10429),
    /** A fault of the server's own. */
    SERVER_FAULT(10500),
    /** The directory is down, or the server is draining. */
    UNAVAILABLE(10503);

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /** The number on the wire, from 10400 to 10503. */
    public int code() {
        return code;
    }

    /** The error of that number, or null where the contract knows none. */
    public static @Nullable ErrorCode of(int code) {
        for (ErrorCode error : values()) {
            if (error.code == code) {
                return error;
            }
        }
        return null;
    }
}
