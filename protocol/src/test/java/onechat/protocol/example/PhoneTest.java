package onechat.protocol.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import onechat.protocol.IceCandidate;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import onechat.protocol.client.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PhoneTest {
    /** Answers at once, and writes down what it was told. */
    private static final class WrittenDown implements Phone.PeerConnections {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Override
        public CompletableFuture<String> offer(Peer to) {
            return CompletableFuture.completedFuture("an offer");
        }

        @Override
        public CompletableFuture<String> answer(Peer to, String offer) {
            return CompletableFuture.completedFuture("an answer to " + offer);
        }

        @Override
        public void answered(Peer by, String answer) {
            told.add(by.user() + " answered " + answer);
        }

        @Override
        public void add(Peer from, IceCandidate candidate) {
            told.add(from.user() + " is at " + candidate.candidate());
        }

        @Override
        public void close(long user) {
            told.add(user + " left");
        }
    }

    private final WrittenDown media = new WrittenDown();
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final ScriptedServer server;
    private final Phone phone;

    PhoneTest() throws IOException {
        server = new ScriptedServer();
        phone = new Phone(server.options(), media, log::add);
    }

    @BeforeEach
    void accept() throws IOException {
        server.accept();
    }

    @AfterEach
    void close() throws IOException {
        phone.close();
        server.close();
    }

    @Test
    void itLogsInAndCalls() throws InterruptedException {
        CompletableFuture<Message.OfLogin> login = phone.logIn("alice", "secret");
        assertThat(server.receive()).contains("\"login\"", "\"alice\"");
        server.send("{\"cmd\":\"ack\",\"action\":\"login\",\"ack\":1,\"user\":1,\"rooms\":[],\"heartbeat\":25}");
        assertThat(login).succeedsWithin(Duration.ofSeconds(10)).matches(own -> own.user() == 1);

        CompletableFuture<Message.OfCreate> call = phone.call(1);
        assertThat(server.receive()).contains("\"webrtc_create\"");
        server.send("{\"cmd\":\"ack\",\"action\":\"webrtc_create\",\"ack\":2,\"to\":1,\"ringing\":[2]}");
        assertThat(call).succeedsWithin(Duration.ofSeconds(10)).matches(ack -> ack.ringing()
                .equals(List.of(2L)));

        server.send("{\"cmd\":\"webrtc_join\",\"from\":2,\"to\":1}");
        assertThat(server.receive()).contains("\"webrtc_send_offer\"", "\"to\":2,\"room\":1", "\"an offer\"");
        phone.found(Peer.in(1, 2), new IceCandidate("here", 0, "0", null));
        assertThat(server.receive()).contains("\"webrtc_send_ice_candidate\"", "\"here\"");
        server.send(
                "{\"cmd\":\"webrtc_send_answer\",\"from\":2,\"sdp\":\"yes\"}",
                "{\"cmd\":\"webrtc_send_ice_candidate\",\"from\":2,\"label\":0,\"candidate\":\"there\"}",
                "{\"cmd\":\"webrtc_leave\",\"from\":2,\"to\":1,\"reason\":\"left\"}");
        assertThat(media.told.take()).isEqualTo("2 answered yes");
        assertThat(media.told.take()).isEqualTo("2 is at there");
        assertThat(media.told.take()).isEqualTo("2 left");
    }

    @Test
    void itTakesACallAndAnswersTheOffer() {
        server.send("{\"cmd\":\"webrtc_create\",\"from\":2,\"to\":1,\"expires_in\":60}");
        assertThat(server.receive()).contains("\"webrtc_join\"", "\"to\":1");
        server.send("{\"cmd\":\"webrtc_send_offer\",\"from\":2,\"room\":1,\"sdp\":\"x\"}");
        assertThat(server.receive()).contains("\"webrtc_send_answer\"", "\"to\":2,\"room\":1", "\"an answer to x\"");
    }

    @Test
    void itGoesOnAfterItsConnectionIsLost() throws IOException, InterruptedException {
        CompletableFuture<Message.OfLogin> login = phone.logIn("alice", "secret");
        assertThat(server.receive()).contains("\"login\"");
        server.send("{\"cmd\":\"ack\",\"action\":\"login\",\"ack\":1,\"user\":1,\"heartbeat\":25,\"session\":\"s\","
                + "\"resume_window\":30}");
        assertThat(login).succeedsWithin(Duration.ofSeconds(10));
        server.end();
        assertThat(log.take()).isEqualTo("reconnecting");
        server.accept();
        assertThat(server.receive()).contains("\"session\":\"s\"", "\"received\":0");
        server.send(
                "{\"cmd\":\"ack\",\"action\":\"login\",\"ack\":2,\"resumed\":true,\"replayed\":1}",
                "{\"cmd\":\"webrtc_leave\",\"from\":2,\"to\":1,\"reason\":\"left\"}");
        assertThat(media.told.take()).isEqualTo("2 left");
        assertThat(log.take()).isEqualTo("resumed");
    }

    @Test
    void itReportsWhatIsRefusedAndTheEnd() throws IOException, InterruptedException {
        server.send("{\"cmd\":\"webrtc_create\",\"from\":2,\"to\":1,\"expires_in\":60}");
        assertThat(server.receive()).contains("\"webrtc_join\"");
        server.send("{\"cmd\":\"error\",\"msg\":\"the call is full\",\"code\":10403,\"ack\":1}");
        assertThat(log.take()).contains("the call is full");
        server.end();
        assertThat(log.take()).contains("BY_SERVER");
    }
}
