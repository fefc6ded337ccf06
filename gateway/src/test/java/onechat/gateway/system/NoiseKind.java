package onechat.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import onechat.gateway.Endpoints;
import onechat.gateway.directory.DirectoryOptions;
import onechat.gateway.directory.TestDatabase;

/** What is in the way of the others, and what shows at the server that it was. Immutable. */
enum NoiseKind {
    /** Some 12 MB a second for somebody who reads nothing, until the server cuts the connection; then for the next. */
    STALLED_RECEIVER {
        @Override
        Noise noise(Endpoints server) {
            return new StalledReceivers(server.tcp(), STALLED_ROOM);
        }

        @Override
        void check(Noise.Made made, Scrape before, Scrape after) {
            double cut = grown("disconnects_total{reason=\"not_reading\"}", before, after);
            assertThat(made.count("cut")).isPositive();
            // The last one may be cut when the noise has ended.
            assertThat(cut - made.count("cut")).isBetween(0.0, 1.0);
            assertThat(made.count("unread")).isGreaterThan(made.count("cut") * MAX_OUTBOX_BYTES);
        }
    },

    /** Bursts of connects and logins by token, 500 a second in all. */
    TOKEN_STORM {
        @Override
        Noise noise(Endpoints server) {
            return LoginsAllTheTime.byToken(server, TOKENS_AT_ONCE, BETWEEN_BURSTS);
        }

        @Override
        void check(Noise.Made made, Scrape before, Scrape after) {
            checkLogins(made, before, after);
        }
    },

    /** Connects and logins by password, as many as keep every core that checks them busy. */
    PASSWORD_STORM {
        @Override
        Noise noise(Endpoints server) {
            return LoginsAllTheTime.byPassword(server, PASSWORDS_AT_ONCE);
        }

        @Override
        void check(Noise.Made made, Scrape before, Scrape after) {
            checkLogins(made, before, after);
        }
    },

    /** A call of sixteen, of whom each sends the others 20 commands a second, which a server allows: a tenth are offers of 3 kB, the others candidates. */
    CALL_OF_SIXTEEN {
        @Override
        Noise noise(Endpoints server) {
            return new ChattyCall(server.tcp(), LARGE_ROOM, FIRST_CHATTY_USER, CHATTY_USERS, BETWEEN_COMMANDS);
        }

        @Override
        void check(Noise.Made made, Scrape before, Scrape after) {
            assertThat(made.count("offers")).isPositive();
            // Nobody else makes any.
            assertThat(grown("commands_total{cmd=\"webrtc_send_offer\"}", before, after))
                    .isEqualTo((double) made.count("offers"));
            assertThat(grown("commands_total{cmd=\"webrtc_send_ice_candidate\"}", before, after))
                    .isGreaterThan((double) made.count("candidates"));
        }
    };

    private static final int MAX_OUTBOX_BYTES = 1_048_576;
    private static final int TOKENS_AT_ONCE = 50;
    private static final Duration BETWEEN_BURSTS = Duration.ofMillis(100);
    private static final int PASSWORDS_AT_ONCE = 20;
    private static final Duration BETWEEN_COMMANDS = Duration.ofMillis(50);

    /** Users of a storm by password begin with the first; these come after them. */
    private static final int STALLED_ROOM = 110;

    /** From here on two users each are free for others. */
    static final int FIRST_FREE_ROOM = 120;

    private static final int FIRST_CHATTY_USER = 223;
    private static final int CHATTY_USERS = 16;
    private static final int LARGE_ROOM = 1_000_000;
    /** Of the cost that is usual. */
    private static final int COST = 10;

    /** A noise of that kind, which has not begun. */
    abstract Noise noise(Endpoints server);

    /** The server says that the noise was made, as it was meant. */
    abstract void check(Noise.Made made, Scrape before, Scrape after);

    private static void checkLogins(Noise.Made made, Scrape before, Scrape after) {
        assertThat(made.count("logins")).isPositive();
        assertThat(grown("logins_total{outcome=\"ok\"}", before, after)).isEqualTo((double) made.count("logins"));
    }

    private static double grown(String counter, Scrape before, Scrape after) {
        return after.value(counter) - before.value(counter);
    }

    /** Adds the users and rooms that noises of every kind need, and two users each for the rooms from the first free one up to the last. */
    static void addUsers(DirectoryOptions database, int lastRoom) throws SQLException {
        ManyUsers.addPairs(database, 2 * lastRoom);
        LoginStorm.makeCostly(database, COST);
        TestDatabase.execute(
                database,
                "INSERT INTO rooms (id, name, max_member_count) VALUES (" + LARGE_ROOM + ", 'sixteen', " + CHATTY_USERS
                        + ")",
                "INSERT INTO room_users (room_id, user_id) SELECT " + LARGE_ROOM + ", id FROM users WHERE id BETWEEN "
                        + FIRST_CHATTY_USER + " AND " + (FIRST_CHATTY_USER + CHATTY_USERS - 1));
    }
}
