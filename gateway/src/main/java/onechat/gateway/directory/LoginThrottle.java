package onechat.gateway.directory;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import onechat.gateway.directory.LoginAttempts.Attempt;
import onechat.gateway.directory.LoginAttempts.Outcome;
import onechat.gateway.session.Authenticator;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;

/**
 * Refuses logins by password where too many failed (contract section 3): in 15 minutes 10 for a name from one address, 100 for an
 * address, 1,000 for a name. Used by many threads at once.
 *
 * <p>An unknown name counts as a wrong password does; a refused login asks nobody and counts nowhere. Addresses of IPv6 count by
 * their first 64 bits. Tokens and resumes are never held up; a token that does not hold counts for its address, so that from there
 * passwords are not tried the more. One that was truly signed, and has expired, is no guess and counts nowhere.
 */
public final class LoginThrottle implements Authenticator {
    private final Authenticator next;
    private final LoginAttempts attempts;
    private final ThrottleKeys keys = new ThrottleKeys();

    /**
     * A throttle before an authenticator.
     *
     * @param directoryIsGone whether a login that has to wait does so in vain; never blocks
     * @param nanoTime a clock that never goes back, in nanoseconds
     */
    public LoginThrottle(Authenticator next, BooleanSupplier directoryIsGone, LongSupplier nanoTime) {
        this.next = next;
        this.attempts = new LoginAttempts(directoryIsGone, nanoTime);
    }

    @Override
    public long authenticate(Command.Credentials credentials, String address)
            throws LoginRefusedException, DirectoryUnavailableException {
        return switch (credentials) {
            case Command.Password password -> authenticate(password, address);
            case Command.Token token -> authenticate(token, address);
            case Command.Resume resume -> next.authenticate(resume, address);
        };
    }

    private long authenticate(Command.Token token, String address)
            throws LoginRefusedException, DirectoryUnavailableException {
        try {
            return next.authenticate(token, address);
        } catch (LoginRefusedException e) {
            if (e.isGuess() && e.code() == ErrorCode.NOT_LOGGED_IN) {
                attempts.failed(keys.ofAddress(address));
            }
            throw e;
        }
    }

    private long authenticate(Command.Password login, String address)
            throws LoginRefusedException, DirectoryUnavailableException {
        String name = login.name();
        Attempt attempt =
                attempts.begin(keys.ofNameFromAddress(name, address), keys.ofAddress(address), keys.ofName(name));
        Outcome outcome = Outcome.UNDECIDED;
        try {
            long user = next.authenticate(login, address);
            outcome = Outcome.SUCCEEDED;
            return user;
        } catch (LoginRefusedException e) {
            if (e.isGuess() && (e.code() == ErrorCode.NOT_LOGGED_IN || e.code() == ErrorCode.NOT_FOUND)) {
                outcome = Outcome.FAILED;
            }
            throw e;
        } finally {
            attempts.end(attempt, outcome);
        }
    }
}
