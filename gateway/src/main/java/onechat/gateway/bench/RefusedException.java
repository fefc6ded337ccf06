package onechat.gateway.bench;

import java.io.IOException;
import onechat.protocol.ErrorCode;

/** The server answered with an error (contract section 7). Immutable. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * An answer.
     *
     * @param msg the server's own words
     * @param loggedIn whether that was after the login
     */
    RefusedException(int code, String msg, boolean loggedIn) {
        super("the server answers " + code + " (" + msg + ")" + advice(code, loggedIn));
        this.code = code;
    }

    int code() {
        return code;
    }

    private static String advice(int code, boolean loggedIn) {
        if (code == ErrorCode.TOO_MANY.code()) {
            return loggedIn
                    ? ": to be measured it must be started with --command-rate 0"
                    : ": too many connections of one address (--max-connections-per-address), or too many failed logins in the last"
                            + " 15 minutes";
        }
        if (code == ErrorCode.NOT_LOGGED_IN.code() || (code == ErrorCode.NOT_FOUND.code() && !loggedIn)) {
            return ": the people's file is of another database, or the token's key is not the server's";
        }
        if (code == ErrorCode.REPLACED.code()) {
            return ": somebody else logs in as the same people";
        }
        return "";
    }
}
