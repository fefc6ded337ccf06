package onechat.gateway.system;

import java.time.Duration;
import java.util.Map;
import onechat.gateway.Endpoints;

/** A login storm that goes on all the while. Used by one thread; the storm has its own. */
final class LoginsAllTheTime implements Noise {
    private final LoginStorm storm;
    private final int atOnce;
    private final Duration between;

    private LoginsAllTheTime(LoginStorm storm, int atOnce, Duration between) {
        this.storm = storm;
        this.atOnce = atOnce;
        this.between = between;
    }

    /** So many by token at the same moment, again and again. */
    static LoginsAllTheTime byToken(Endpoints server, int atOnce, Duration between) {
        TokenUsers users = new TokenUsers();
        return new LoginsAllTheTime(
                new LoginStorm(server, (client, user) -> users.tryLogin(client, user, "")), atOnce, between);
    }

    /** By password, as many at once as keep the server's checks busy. */
    static LoginsAllTheTime byPassword(Endpoints server, int atOnce) {
        return new LoginsAllTheTime(new LoginStorm(server), atOnce, Duration.ZERO);
    }

    @Override
    public void start() {
        storm.start(atOnce, between);
    }

    /** How many {@code logins} there were; an error where one was refused. */
    @Override
    public Made end() {
        storm.close();
        if (!storm.strangest().isEmpty() || storm.unavailable() > 0) {
            throw new AssertionError(storm.unavailable() + " logins were answered 10503, others " + storm.strangest());
        }
        return new Made(Map.of("logins", storm.accepted()));
    }
}
