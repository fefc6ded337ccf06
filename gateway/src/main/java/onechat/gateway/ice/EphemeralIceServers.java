package onechat.gateway.ice;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import onechat.gateway.signaling.IceServers;
import onechat.protocol.IceServer;
import org.jspecify.annotations.Nullable;

/** Gives each user credentials of its own for the TURN servers, which end by themselves (contract section 6). Immutable, for any thread. */
public final class EphemeralIceServers implements IceServers {
    private final List<String> stunUrls;
    private final List<String> turnUrls;
    private final @Nullable TurnSecret secret;
    private final Duration ttl;
    private final InstantSource clock;

    /**
     * The servers that everybody is told of.
     *
     * @param stunUrls which need no credentials; may be empty
     * @param turnUrls all of which know the secret; not used without it
     * @param ttl how long credentials are good; whole seconds
     * @param clock the time of day, which is that of the TURN servers too
     */
    public EphemeralIceServers(
            List<String> stunUrls,
            List<String> turnUrls,
            @Nullable TurnSecret secret,
            Duration ttl,
            InstantSource clock) {
        this.stunUrls = List.copyOf(stunUrls);
        this.turnUrls = List.copyOf(turnUrls);
        this.secret = secret;
        this.ttl = ttl;
        this.clock = clock;
    }

    @Override
    public List<IceServer> forUser(long user) {
        List<IceServer> servers = new ArrayList<>(2);
        if (!stunUrls.isEmpty()) {
            servers.add(new IceServer(stunUrls, null, null));
        }
        if (!turnUrls.isEmpty() && secret != null) {
            String username = clock.instant().plus(ttl).getEpochSecond() + ":" + user;
            servers.add(new IceServer(turnUrls, username, secret.credentialFor(username)));
        }
        return servers;
    }
}
