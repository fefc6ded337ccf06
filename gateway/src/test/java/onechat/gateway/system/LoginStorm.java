package onechat.gateway.system;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import onechat.gateway.Endpoints;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;
import tools.jackson.databind.JsonNode;

/** Users who log in again and again over TCP, each time on a new connection, until it is closed. Used by any thread. */
final class LoginStorm implements AutoCloseable {
    private static final int USERS = 200;
    private static final int AT_ONCE = 20;

    /** How somebody logs in, and what the server says to that. */
    @FunctionalInterface
    interface Login {
        JsonNode of(Client client, int user);
    }

    private final Endpoints server;
    private final Login login;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final Set<String> strangest = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /** With passwords. */
    LoginStorm(Endpoints server) {
        this(server, LoginStorm::login);
    }

    LoginStorm(Endpoints server, Login login) {
        this.server = server;
        this.login = login;
    }

    /** Users 1 to 200, who all have the same password. */
    static void addUsers(DirectoryOptions database) throws SQLException {
        ManyUsers.addUsers(database, USERS);
    }

    /** Makes their passwords as costly to check as usual ones. */
    static void makeCostly(DirectoryOptions database, int cost) throws SQLException {
        String digest = BCrypt.withDefaults().hashToString(cost, ManyUsers.PASSWORD.toCharArray());
        TestDatabase.execute(database, "UPDATE users SET password_digest = '" + digest + "' WHERE id <= " + USERS);
    }

    /** Logs one of the users in and returns what the server says. */
    static JsonNode login(Client client, int user) {
        return ManyUsers.login(client, user);
    }

    /** A few at once, each as soon as the one before is answered. */
    void start() {
        start(AT_ONCE, Duration.ZERO);
    }

    /**
     * So many at the same moment, again and again; whoever still waits for an answer then leaves that time out.
     *
     * @param between one moment and the next; zero for no pause
     */
    void start(int atOnce, Duration between) {
        long begin = System.nanoTime();
        for (int i = 0; i < atOnce; i++) {
            int first = i;
            threads.add(Thread.ofVirtual().name("login-storm").start(() -> {
                for (int user = first; !over; user = (user + atOnce) % USERS) {
                    logInOnce(user + 1);
                    awaitMoment(begin, between.toNanos());
                }
            }));
        }
    }

    private static void awaitMoment(long begin, long betweenNanos) {
        if (betweenNanos > 0) {
            long gone = System.nanoTime() - begin;
            LockSupport.parkNanos(betweenNanos - gone % betweenNanos);
        }
    }

    private void logInOnce(int user) {
        try (Client client = new Client(Transport.TCP.connect(server))) {
            long sent = System.nanoTime();
            JsonNode reply = login.of(client, user);
            slowestNanos.accumulateAndGet(System.nanoTime() - sent, Math::max);
            if (reply.path("cmd").asString().equals("ack")) {
                accepted.incrementAndGet();
            } else if (reply.path("code").asInt() == 10503) {
                unavailable.incrementAndGet();
            } else {
                strangest.add(reply.toString());
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            strangest.add(e.toString());
        }
    }

    long accepted() {
        return accepted.get();
    }

    /** How many were answered 10503. */
    long unavailable() {
        return unavailable.get();
    }

    /** The longest that an answer took. */
    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** Whatever was answered that is neither an ack nor 10503. */
    Set<String> strangest() {
        return strangest;
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
