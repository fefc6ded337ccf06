package onechat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import onechat.protocol.FrameDecoder;
import onechat.protocol.FramingException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client as section 4 of the contract wants it, and nothing more; it checks on the way what it is told. Confined to the test's thread.
 */
final class ScriptedClient {
    static final long ROOM = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private final LocalServer server;
    private final String name;
    private final long user;
    /** Whether it sends what has no reply before it has seen what is replayed, so that commands come twice. */
    private final boolean eager;

    private CutLink link;
    private FrameDecoder fromServer = new FrameDecoder(1 << 20);
    private String session = "";
    private long received;
    private boolean awaitsLogin;
    private long toReplay;
    private int lastAck;
    private final Map<Integer, String> unanswered = new LinkedHashMap<>();
    private final Map<Integer, String> replies = new HashMap<>();

    /** The relays of its own, by what they carry, in the order sent: whether they were acked, refused, or nobody knows. */
    final Map<Integer, Fate> relays = new LinkedHashMap<>();
    /** What others' relays carried, in the order they came, by sender. */
    final Map<Long, List<Integer>> heard = new HashMap<>();

    int sessionsLost;
    int resumes;
    /** Who is in the call with it, as far as it was told; null where it is not in it. */
    @Nullable
    Set<Long> members;

    /** What became of a relay. */
    record Fate(long to, State state) {
        enum State {
            UNKNOWN,
            ACKED,
            REFUSED
        }
    }

    ScriptedClient(LocalServer server, String name, long user, boolean eager) {
        this.server = server;
        this.name = name;
        this.user = user;
        this.eager = eager;
        this.link = new CutLink("192.0.2." + user);
        connect();
    }

    CutLink link() {
        return link;
    }

    long user() {
        return user;
    }

    /** Opens another connection, and wants its session back on it. */
    void connect() {
        link = new CutLink("192.0.2." + user);
        fromServer = new FrameDecoder(1 << 20);
        link.open(server.sessions);
        logIn();
    }

    private void logIn() {
        awaitsLogin = true;
        toReplay = 0;
        send(
                session.isEmpty()
                        ? "{'cmd':'login','name':'" + name + "','pass':'" + name
                                + "','device':'d','resume':true,'ack':'l'}"
                        : "{'cmd':'login','session':'" + session + "','received':" + received + ",'ack':'l'}");
    }

    private boolean isReady() {
        return !awaitsLogin && (eager || toReplay == 0) && link.isUsable();
    }

    private void send(String payload) {
        link.send(LocalClient.json(payload).getBytes(UTF_8));
    }

    /** Sends a command about the room, or keeps it until it is connected. */
    void says(String cmd) {
        command("'cmd':'" + cmd + "','to':" + ROOM);
    }

    /** Reports what it got. */
    void pings() {
        command("'cmd':'ping','received':" + received);
    }

    /** Sends another user a candidate that is told from all others. */
    void relays(long to, int content) {
        relays.put(content, new Fate(to, Fate.State.UNKNOWN));
        command("'cmd':'webrtc_send_ice_candidate','to':" + to + ",'label':" + content + ",'candidate':'"
                + "c".repeat(content % 40) + "'");
    }

    private void command(String members) {
        int ack = ++lastAck;
        String payload = "{" + members + ",'ack':" + ack + "}";
        unanswered.put(ack, payload);
        if (isReady()) {
            send(payload);
        }
    }

    /** Lets octets arrive. */
    void hears(int octets) {
        byte[] arrived = link.arriveDown(octets);
        try {
            fromServer.feed(arrived, 0, arrived.length, (o, at, n) -> take(new String(o, at, n, UTF_8)));
        } catch (FramingException e) {
            throw new AssertionError("the server's framing is broken", e);
        }
    }

    boolean hasUnanswered() {
        return !unanswered.isEmpty() || awaitsLogin || toReplay > 0;
    }

    private void take(String text) {
        JsonNode frame = JSON.readTree(text);
        if (awaitsLogin) {
            if (frame.path("ack").asString("").equals("l")) {
                loginAnswered(frame);
            }
            return; // before that, nothing is a frame of the session: such as 10408, no login in time
        }
        received++;
        int ack = frame.path("ack").asInt(0);
        switch (frame.path("cmd").asString()) {
            case "ack", "error" -> replied(ack, text, frame);
            case "webrtc_join" -> joined(frame.path("from").asLong());
            case "webrtc_leave" ->
                left(frame.path("from").asLong(), frame.path("reason").asString());
            case "webrtc_send_ice_candidate" ->
                heard.computeIfAbsent(frame.path("from").asLong(), from -> new ArrayList<>())
                        .add(frame.path("label").asInt());
            case "webrtc_create" ->
                assertThat(members).as("a participant is not rung").isNull();
            default -> throw new AssertionError(text);
        }
        if (toReplay > 0 && --toReplay == 0 && !eager) {
            sendUnanswered();
        }
    }

    private void loginAnswered(JsonNode frame) {
        awaitsLogin = false;
        if (frame.path("cmd").asString().equals("error")) {
            assertThat(frame.path("code").asInt()).isEqualTo(10_410);
            session = "";
            received = 0;
            sessionsLost++;
            unanswered.clear(); // nobody knows what became of them: that is what 10410 says
            members = null;
            logIn();
            return;
        }
        if (frame.path("resumed").asBoolean(false)) {
            resumes++;
            toReplay = frame.path("replayed").asLong();
        } else {
            session = frame.path("session").asString();
            received = 0;
        }
        if (eager || toReplay == 0) {
            sendUnanswered();
        }
    }

    private void sendUnanswered() {
        unanswered.values().forEach(this::send);
    }

    private void replied(int ack, String text, JsonNode frame) {
        if (ack == 0) {
            return; // an error that is no reply, such as 10408
        }
        String first = replies.putIfAbsent(ack, text);
        if (first != null) {
            assertThat(text)
                    .as("a command that came again gets the first reply")
                    .isEqualTo(first);
            return;
        }
        String command = unanswered.remove(ack);
        if (command == null) {
            return; // of a session that was lost
        }
        boolean carriedOut = frame.path("cmd").asString().equals("ack");
        JsonNode sent = JSON.readTree(LocalClient.json(command));
        switch (sent.path("cmd").asString()) {
            case "webrtc_create", "webrtc_join" -> {
                if (carriedOut) {
                    entered(frame);
                }
            }
            case "webrtc_leave" -> {
                if (carriedOut) {
                    members = null;
                }
            }
            case "webrtc_send_ice_candidate" ->
                relays.put(
                        sent.path("label").asInt(),
                        new Fate(sent.path("to").asLong(), carriedOut ? Fate.State.ACKED : Fate.State.REFUSED));
            default -> assertThat(carriedOut).as(text).isTrue();
        }
    }

    private void entered(JsonNode ack) {
        Set<Long> told = new TreeSet<>();
        ack.path("members").forEach(member -> told.add(member.asLong()));
        if (members != null) {
            assertThat(told)
                    .as("whom an ack names, and who came and went before")
                    .isEqualTo(members);
        }
        members = told;
    }

    private void joined(long who) {
        if (members != null) {
            assertThat(members.add(who))
                    .as("%s joined a call that it is in", who)
                    .isTrue();
        }
    }

    private void left(long who, String reason) {
        boolean participant = reason.equals("left") || reason.equals("disconnected");
        if (members != null && participant) {
            assertThat(members.remove(who))
                    .as("%s left a call that it is not in", who)
                    .isTrue();
        }
    }
}
