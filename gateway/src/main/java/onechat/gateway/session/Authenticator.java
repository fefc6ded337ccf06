package onechat.gateway.session;

import onechat.gateway.signaling.DirectoryUnavailableException;
import onechat.protocol.Command;

/** Tells which user a login's credentials belong to (contract section 3). Used by many threads at once. */
@FunctionalInterface
public interface Authenticator {
    /**
     * The user's id; blocks while the directory is asked and the password is checked.
     *
     * @param address the client's IP address, which failed logins are counted against
     * @throws LoginRefusedException when the credentials do not hold, or too many failed before
     * @throws DirectoryUnavailableException when the directory can't say
     */
    long authenticate(Command.Credentials credentials, String address)
            throws LoginRefusedException, DirectoryUnavailableException;
}
