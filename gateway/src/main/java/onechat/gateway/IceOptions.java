package onechat.gateway;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.gateway.ice.EphemeralIceServers;
import onechat.gateway.ice.TurnSecret;
import onechat.gateway.signaling.IceServers;
import org.jspecify.annotations.Nullable;

/**
 * Which STUN and TURN servers clients are told of (contract section 6). Immutable; its text form does not show the secret.
 *
 * @param stunUrls of STUN servers (RFC 7064); may be empty
 * @param turnUrls of TURN servers (RFC 7065) that all know the secret; may be empty
 * @param turnSecret what credentials are made with, or null
 * @param turnTtl how long they are good; whole seconds
 */
public record IceOptions(
        List<String> stunUrls,
        List<String> turnUrls,
        @Nullable TurnSecret turnSecret,
        Duration turnTtl) {
    /** Not so short that clients would renew what they have just got. */
    static final Range TTL_SECONDS = new Range(300, 604_800);

    /** Clients are told of none. */
    public static final IceOptions NONE = new IceOptions(List.of(), List.of(), null, Duration.ofHours(12));

    /** Each is tried by every client, at every connection. */
    private static final int MOST_URLS = 8;

    private static final String HOST_AND_PORT = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>[0-9]{1,5}))?";
    private static final Pattern STUN = Pattern.compile("stuns?:" + HOST_AND_PORT);
    private static final Pattern TURN = Pattern.compile("turns?:" + HOST_AND_PORT + "(?:\\?transport=(?:udp|tcp))?");

    /**
     * Checks every value.
     *
     * @throws InvalidOptionException for the first that can't be
     */
    public IceOptions {
        stunUrls = checked("stun-url", stunUrls, STUN, "stun:stun.example.org:3478");
        turnUrls = checked("turn-url", turnUrls, TURN, "turn:turn.example.org:3478?transport=udp");
        TTL_SECONDS.checkSeconds("turn-ttl", turnTtl);
    }

    private static List<String> checked(String option, List<String> urls, Pattern pattern, String example) {
        if (urls.size() > MOST_URLS) {
            throw new InvalidOptionException(option, "names more than " + MOST_URLS + " servers");
        }
        for (String url : urls) {
            Matcher matcher = pattern.matcher(url);
            if (!matcher.matches() || !isPort(matcher.group("port"))) {
                throw new InvalidOptionException(option, "must look like " + example + ", not '" + url + "'");
            }
        }
        return List.copyOf(urls);
    }

    /** A browser that is told of another fails at every call, and not here. */
    private static boolean isPort(@Nullable String digits) {
        int port = digits == null ? 1 : Integer.parseInt(digits);
        return port >= 1 && port <= 65_535;
    }

    /**
     * Checks what depends on each other, once everything was said.
     *
     * @throws InvalidOptionException where a secret or the servers for it are missing
     */
    void requireWhole() {
        if (!turnUrls.isEmpty() && turnSecret == null) {
            throw new InvalidOptionException(
                    "turn-url",
                    "is given without the secret that the TURN server checks credentials with: --turn-secret-file");
        }
        if (turnUrls.isEmpty() && turnSecret != null) {
            // The secret may stand in a file or the environment: what is missing has one name everywhere.
            throw new InvalidOptionException(
                    "turn-url", "is missing: a TURN secret is given, and no server that it is for");
        }
    }

    /** What makes each user's servers from it. */
    IceServers servers(InstantSource clock) {
        return new EphemeralIceServers(stunUrls, turnUrls, turnSecret, turnTtl, clock);
    }

    /** The same with other STUN servers. */
    public IceOptions withStunUrls(List<String> other) {
        return new IceOptions(other, turnUrls, turnSecret, turnTtl);
    }

    /** The same with other TURN servers. */
    public IceOptions withTurnUrls(List<String> other) {
        return new IceOptions(stunUrls, other, turnSecret, turnTtl);
    }

    /** The same with another secret. */
    public IceOptions withTurnSecret(String other) {
        return withSecretOf("turn-secret", other);
    }

    /** The same with the secret of a file. */
    public IceOptions withTurnSecretFile(String file) {
        return withSecretOf("turn-secret-file", SmallTextFile.readLine("turn-secret-file", file));
    }

    /** The same with another time. */
    public IceOptions withTurnTtl(Duration other) {
        return new IceOptions(stunUrls, turnUrls, turnSecret, other);
    }

    private IceOptions withSecretOf(String option, String secret) {
        if (secret.isBlank()) {
            throw new InvalidOptionException(option, "must not be blank");
        }
        return new IceOptions(stunUrls, turnUrls, new TurnSecret(secret), turnTtl);
    }
}
