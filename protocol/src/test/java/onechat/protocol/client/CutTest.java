package onechat.protocol.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onechat.protocol.client.RecordingListener.Moment.RECONNECTING;
import static onechat.protocol.client.RecordingListener.Moment.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import onechat.protocol.FrameEncoder;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A dialogue that is cut at every octet: each frame is told once and in order, and each command is carried out once (contract section 4). */
@Timeout(300)
class CutTest {
    private static final Pattern RESUME =
            Pattern.compile("\\{\"cmd\":\"login\",\"ack\":\\d+,\"session\":\"s1\",\"received\":(\\d+)}");

    /** What the server sends after the login: two commands are answered, the third is not before the connection breaks. */
    private static final List<String> STREAM = List.of(
            WithSession.joined(2),
            WithSession.ack("webrtc_send_offer", 2),
            WithSession.joined(3),
            "{\"cmd\":\"webrtc_from_the_future\",\"text\":\"\u00fc\"}",
            WithSession.ack("webrtc_leave", 3),
            WithSession.joined(4));

    private static byte[] framed(List<String> payloads) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (String payload : payloads) {
            octets.write(FrameEncoder.frame(payload.getBytes(UTF_8)));
        }
        return octets.toByteArray();
    }

    /** One dialogue with one server. Confined to the test's thread. */
    private static final class Dialogue implements AutoCloseable {
        private final RecordingListener listener = new RecordingListener();
        private final ScriptedServer server = new ScriptedServer();
        private final OneChatClient client;
        private final List<CompletableFuture<?>> replies = new ArrayList<>();
        private final List<String> commands = new ArrayList<>();

        Dialogue() throws IOException {
            client = OneChatClient.connect(server.options(), listener, () -> 0, WithScriptedServer.SHORT);
            server.accept();
            CompletableFuture<?> login = client.login("alice", "secret", "phone");
            assertThat(server.receive()).contains("login");
            server.send(WithSession.LOGIN_ACK);
            assertThat(login).succeedsWithin(WithScriptedServer.SOON);
            replies.add(client.offer(Peer.in(1, 2), "v=0"));
            replies.add(client.leave(1));
            replies.add(client.create(1));
            for (int i = 0; i < replies.size(); i++) {
                commands.add(server.receive());
            }
        }

        /** Takes the next connection of the client's; how many frames it has got. */
        private int acceptResume() throws IOException {
            server.accept();
            Matcher resume = RESUME.matcher(server.receive());
            assertThat(resume.matches()).isTrue();
            return Integer.parseInt(resume.group(1));
        }

        /** Ends the connection behind so many octets of what the server has to say. */
        private void cutAfter(byte[] octets, int length) throws IOException {
            server.sendRaw(octets, 0, length);
            server.end();
        }

        /** The answer to a resume, and what is replayed. */
        private static byte[] replay(int received) throws IOException {
            List<String> payloads = new ArrayList<>();
            payloads.add(WithSession.resumed(STREAM.size() - received));
            payloads.addAll(STREAM.subList(received, STREAM.size()));
            return framed(payloads);
        }

        /** Whatever was cut, in the end everything came once and in order. */
        private void assertGoesOn() throws IOException, InterruptedException {
            byte[] replay = replay(acceptResume());
            server.sendRaw(replay, 0, replay.length);
            assertThat(server.receive()).isEqualTo(commands.get(2));
            server.send(WithSession.ack("webrtc_create", 4), WithSession.joined(5));
            for (CompletableFuture<?> reply : replies) {
                assertThat(reply).succeedsWithin(WithScriptedServer.SOON);
            }
            List<Object> told = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                told.add(listener.next());
            }
            assertThat(told.indexOf(RECONNECTING)).isLessThan(told.indexOf(RESUMED));
            assertThat(told.subList(4, 6)).containsExactly(RESUMED, new Message.Joined(5, 1, null));
            told.remove(RECONNECTING);
            told.remove(RESUMED);
            assertThat(told)
                    .containsExactly(
                            new Message.Joined(2, 1, null),
                            new Message.Joined(3, 1, null),
                            new Message.Joined(4, 1, null),
                            new Message.Joined(5, 1, null));
            // Behind the command that had no reply, nothing was sent again.
            assertThat(client.leave(9)).isNotDone();
            assertThat(server.receive()).contains("\"to\":9");
        }

        @Override
        public void close() throws IOException {
            client.close();
            server.close();
        }
    }

    @Test
    void aCutAtAnyOctetLosesNothingAndDoublesNothing() throws IOException, InterruptedException {
        byte[] stream = framed(STREAM);
        for (int cut = 0; cut <= stream.length; cut++) {
            try (Dialogue dialogue = new Dialogue()) {
                dialogue.cutAfter(stream, cut);
                dialogue.assertGoesOn();
            }
        }
    }

    @Test
    void aCutAtAnyOctetOfTheReplayLosesNothingAndDoublesNothing() throws IOException, InterruptedException {
        int length = Dialogue.replay(1).length;
        for (int cut = 0; cut < length; cut++) {
            try (Dialogue dialogue = new Dialogue()) {
                dialogue.cutAfter(framed(STREAM.subList(0, 1)), framed(STREAM.subList(0, 1)).length);
                assertThat(dialogue.acceptResume()).isEqualTo(1);
                dialogue.cutAfter(Dialogue.replay(1), cut);
                dialogue.assertGoesOn();
            }
        }
    }

    @Test
    void aCutBehindEveryOctetOfOneDialogueLosesNothingAndDoublesNothing() throws IOException, InterruptedException {
        try (Dialogue dialogue = new Dialogue()) {
            dialogue.cutAfter(new byte[0], 0);
            int received = dialogue.acceptResume();
            while (received < STREAM.size() - 1) {
                byte[] replay = Dialogue.replay(received);
                int whole = framed(List.of(WithSession.resumed(0), STREAM.get(received))).length;
                for (int cut = 0; cut < whole; cut += 7) {
                    dialogue.cutAfter(replay, cut);
                    assertThat(dialogue.acceptResume()).isEqualTo(received);
                }
                dialogue.cutAfter(replay, whole);
                received++;
                assertThat(dialogue.acceptResume()).isEqualTo(received);
            }
            dialogue.server.end();
            dialogue.assertGoesOn();
        }
    }
}
