package onechat.gateway.directory;

import onechat.gateway.session.Authenticator;
import onechat.gateway.session.LoginRefusedException;
import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command;
import onechat.protocol.ErrorCode;

/** Logs users in by name and password (contract section 3). Used by many threads at once. */
public final class PasswordAuthenticator implements Authenticator {
    private final Directory directory;
    private final DigestCheck digests;
    private final PasswordChecks checks;
    private final boolean hideUnknownUsers;
    private final UnusableDigests unusable = new UnusableDigests();

    /**
     * Logins against a directory.
     *
     * @param hideUnknownUsers whether an unknown name is answered as a wrong password is, and after the same time
     */
    public PasswordAuthenticator(Directory directory, PasswordChecks checks, boolean hideUnknownUsers) {
        this(directory, new BcryptCheck(hideUnknownUsers), checks, hideUnknownUsers);
    }

    PasswordAuthenticator(Directory directory, DigestCheck digests, PasswordChecks checks, boolean hideUnknownUsers) {
        this.directory = directory;
        this.digests = digests;
        this.checks = checks;
        this.hideUnknownUsers = hideUnknownUsers;
    }

    @Override
    public long authenticate(Command.Credentials credentials, String address)
            throws LoginRefusedException, DirectoryUnavailableException {
        return switch (credentials) {
            case Command.Password password -> authenticate(password);
            case Command.Token token ->
                throw LoginRefusedException.withoutAGuess(ErrorCode.NOT_LOGGED_IN, "tokens are not configured");
            case Command.Resume resume ->
                throw new LoginRefusedException(ErrorCode.NOT_RESUMABLE, "410 Gone the session can't be resumed");
        };
    }

    private long authenticate(Command.Password login) throws LoginRefusedException, DirectoryUnavailableException {
        if (!directory.hasPasswords()) {
            throw LoginRefusedException.withoutAGuess(
                    ErrorCode.NOT_LOGGED_IN, "401 Unauthorized passwords are not configured");
        }
        Account account = directory.accountOf(login.name());
        if (account == null && !hideUnknownUsers) {
            throw new LoginRefusedException(ErrorCode.NOT_FOUND, "404 Not Found user with this name");
        }
        String digest = account == null ? null : account.digest();
        if (account != null && digest != null && !digest.isEmpty() && !digests.canCheck(digest)) {
            unusable.tell(account.id());
        }
        boolean matches = checks.run(() -> digests.matches(login.pass(), digest), directory::isGone);
        if (account == null || !matches) {
            throw new LoginRefusedException(ErrorCode.NOT_LOGGED_IN, "401 Unauthorized wrong name or password");
        }
        return account.id();
    }
}
