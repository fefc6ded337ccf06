package onechat.protocol.client;

import static onechat.protocol.client.RecordingListener.Moment.RECONNECTING;
import static onechat.protocol.client.RecordingListener.Moment.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import onechat.protocol.ErrorCode;
import onechat.protocol.Message;
import onechat.protocol.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a session goes on over another connection (contract section 4). */
class ResumeTest extends WithSession<RecordingListener> {
    ResumeTest() throws IOException {
        super(new RecordingListener());
    }

    private void assertToldJoined(int from) throws InterruptedException {
        assertThat(listener.next()).isEqualTo(new Message.Joined(from, 1, null));
    }

    @Test
    void everyFrameBehindTheLoginCountsAlsoOneThatIsNotKnown() throws IOException, InterruptedException {
        CompletableFuture<?> acked = client.ping();
        CompletableFuture<?> refused = client.join(1);
        server.send(
                ack("ping", 2),
                "{\"cmd\":\"error\",\"msg\":\"m\",\"code\":10404,\"ack\":3}",
                "{\"cmd\":\"webrtc_from_the_future\"}",
                joined(2));
        assertThat(acked).succeedsWithin(SOON);
        assertFails(refused, RefusedByServerException.class);
        assertToldJoined(2);
        loseAndResume(4);
        server.send(joined(3));
        assertToldJoined(3);
        // The acks of logins don't count, the one that resumed neither.
        loseAndResume(5);
        assertThat(listener.threads()).isEqualTo(1);
    }

    @Test
    void whatHasNoReplyIsSentAgainInOrderAndWhatIsNewBehindIt() throws IOException, InterruptedException {
        List<String> sent = new ArrayList<>();
        List<CompletableFuture<?>> replies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replies.add(client.offer(Peer.in(1, 2), "v=" + i));
            sent.add(server.receive());
        }
        server.send(ack("webrtc_send_offer", 3));
        assertThat(replies.get(1)).succeedsWithin(SOON);
        lose(1);
        CompletableFuture<?> whileAway = client.leave(1);
        server.send(resumed(0));
        assertThat(server.receive()).isEqualTo(sent.get(0));
        assertThat(server.receive()).isEqualTo(sent.get(2));
        assertThat(server.receive()).isEqualTo(sent.get(3));
        String left = server.receive();
        assertThat(left).isEqualTo("{\"cmd\":\"webrtc_leave\",\"ack\":7,\"to\":1}");
        assertThat(listener.next()).isEqualTo(RESUMED);
        CompletableFuture<?> behind = client.ping();
        assertThat(server.receive()).contains("\"ping\"");
        server.send(ack("webrtc_send_offer", 2), ack("webrtc_leave", 7), ack("ping", 8));
        assertThat(replies.get(0)).succeedsWithin(SOON);
        assertThat(whileAway).succeedsWithin(SOON);
        assertThat(behind).succeedsWithin(SOON);
        assertThat(replies.get(2)).isNotDone();
    }

    @Test
    void whatIsReplayedComesBeforeAnythingIsSentAndWhatItAnswersIsNotSentAgain()
            throws IOException, InterruptedException {
        CompletableFuture<?> answered = client.create(1);
        CompletableFuture<?> open = client.join(2);
        assertThat(server.receive()).contains("create");
        assertThat(server.receive()).contains("join");
        lose(0);
        server.send(resumed(3), ack("webrtc_create", 2), joined(2));
        assertThat(answered).succeedsWithin(SOON);
        assertToldJoined(2);
        assertThat(listener.isEmpty()).isTrue();
        server.send(joined(3), joined(4));
        assertToldJoined(3);
        assertThat(listener.next()).isEqualTo(RESUMED);
        assertToldJoined(4);
        assertThat(server.receive()).isEqualTo("{\"cmd\":\"webrtc_join\",\"ack\":3,\"to\":2}");
        server.send(ack("webrtc_join", 3));
        assertThat(open).succeedsWithin(SOON);
    }

    @Test
    void aReplayThatBreaksGoesOnWhereItBroke() throws IOException, InterruptedException {
        lose(0);
        server.send(resumed(4), joined(1), joined(2));
        server.end();
        acceptResume(2);
        server.send(resumed(2), joined(3));
        server.sendRaw("ONECHAT/1.0\r\nPAYLOAD_LEN: 37\r\n\r\n{\"cmd\":\"webrtc_jo");
        server.reset();
        // What a reset overtook comes again.
        server.accept();
        String resume = server.receive();
        int received = Integer.parseInt(resume.replaceAll(".*\"received\":(\\d+)}", "$1"));
        assertThat(received).isBetween(2, 3);
        server.send(resumed(4 - received));
        for (int from = received + 1; from <= 4; from++) {
            server.send(joined(from));
        }
        for (int from = 1; from <= 4; from++) {
            assertToldJoined(from);
        }
        assertThat(listener.next()).isEqualTo(RESUMED);
        assertThat(listener.isEmpty()).isTrue();
    }

    @Test
    void theTimeAwayIsTakenOffARingThatIsReplayed() throws IOException, InterruptedException {
        lose(0);
        nanoTime.addAndGet(Duration.ofMillis(7_900).toNanos());
        String ring = "{\"cmd\":\"webrtc_create\",\"from\":2,\"to\":1,\"expires_in\":";
        server.send(resumed(3), ring + "60}", ring + "5}", ring.replace(",\"expires_in\":", "}"), ring + "60}");
        assertThat(listener.next()).isEqualTo(new Message.Created(2, 1, null, 53));
        assertThat(listener.next()).isEqualTo(new Message.Created(2, 1, null, 1));
        assertThat(listener.next()).isEqualTo(new Message.Created(2, 1, null, 0));
        assertThat(listener.next()).isEqualTo(RESUMED);
        assertThat(listener.next()).isEqualTo(new Message.Created(2, 1, null, 60));
    }

    @Test
    void theTimeAwayCountsFromTheFirstLossWhileAReplayBreaks() throws IOException, InterruptedException {
        lose(0);
        nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
        server.send(resumed(2), joined(2));
        assertToldJoined(2);
        server.end();
        acceptResume(1);
        nanoTime.addAndGet(Duration.ofSeconds(5).toNanos());
        server.send(resumed(1), "{\"cmd\":\"webrtc_create\",\"from\":2,\"to\":1,\"expires_in\":60}");
        assertThat(listener.next()).isEqualTo(new Message.Created(2, 1, null, 50));
    }

    @Test
    void nothingTimesOutWhileAwayAndTheTimeBeginsAnewAfterTheResume() throws IOException, InterruptedException {
        CompletableFuture<?> reply = client.ping();
        assertThat(server.receive()).contains("ping");
        nanoTime.addAndGet(Duration.ofSeconds(20).toNanos());
        lose(0);
        nanoTime.addAndGet(Duration.ofSeconds(20).toNanos());
        server.send(resumed(2), joined(2));
        assertToldJoined(2);
        server.send(joined(3));
        assertToldJoined(3);
        assertThat(listener.next()).isEqualTo(RESUMED);
        assertThat(server.receive()).contains("ping");
        nanoTime.addAndGet(Duration.ofSeconds(29).toNanos());
        server.send(joined(4));
        assertToldJoined(4);
        assertThat(client.leave(1)).isNotDone();
        assertThat(server.receive()).contains("leave");
        assertThat(reply).isNotDone();
        nanoTime.addAndGet(Duration.ofSeconds(1).toNanos());
        server.send(joined(5));
        assertFails(reply, TimeoutException.class);
    }

    @Test
    void theBoundsHoldWhileAwayAndEverythingWithinThemIsSent() throws IOException, InterruptedException {
        lose(0);
        for (int i = 0; i < Commands.MAX_AWAITED; i++) {
            assertThat(client.leave(i + 1)).isNotDone();
        }
        assertFails(client.ping(), NotSentException.class);
        server.send(resumed(0));
        for (int i = 0; i < Commands.MAX_AWAITED; i++) {
            assertThat(server.receive()).contains("\"to\":" + (i + 1) + "}");
        }
    }

    @Test
    void nothingIsWrittenBeforeTheServerContinuesTheSession() throws IOException, InterruptedException {
        assertThat(client.ping()).isNotDone();
        assertThat(server.receive()).contains("ping");
        lose(0);
        server.end();
        // Nothing but the login stood in what the client wrote to the connection that it gave up.
        assertThat(server.receive()).isEqualTo("the end");
        acceptResume(0);
        server.send(resumed(0));
        assertThat(server.receive()).contains("ping");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n\r\n",
                "ONECHAT/1.0\r\nPAYLOAD_LEN: 4\r\n\r\nping",
                "ONECHAT/1.0\r\nPAYLOAD_LEN: 21\r\n\r\n{\"cmd\":\"webrtc_join\"}X"
            })
    void whatIsNotOneChatBreaksTheConnectionAndIsNotCounted(String octets) throws IOException, InterruptedException {
        server.send(joined(2));
        server.sendRaw(octets);
        assertToldJoined(2);
        assertThat(listener.next()).isEqualTo(RECONNECTING);
        assertThat(server.receive()).isEqualTo("the end");
        acceptResume(1);
        server.send(resumed(1), joined(3));
        assertToldJoined(3);
        assertThat(listener.next()).isEqualTo(RESUMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {10408, 10429, 10400, 10413, 10500})
    void anErrorThatLeavesTheSessionIsCountedAndResumedBehind(int code) throws IOException, InterruptedException {
        server.send(error(code));
        assertThat(listener.next()).isInstanceOf(Message.Refused.class);
        loseAndResume(1);
        client.close();
        assertThat(listener.next()).isEqualTo(new Closed(Closed.How.BY_CLIENT, null, null));
    }

    @Test
    void aConnectionThatIsResetIsMadeAnew() throws IOException, InterruptedException {
        server.reset();
        assertThat(listener.next()).isEqualTo(RECONNECTING);
        acceptResume(0);
    }

    @Test
    void aBrokenAnswerToTheResumeIsAskedForAgain() throws IOException, InterruptedException {
        lose(0);
        String answer = "ONECHAT/1.0\r\nPAYLOAD_LEN: " + resumed(1).length() + "\r\n\r\n" + resumed(1);
        for (int octets : new int[] {0, 1, 40, answer.length() - 1, answer.length()}) {
            server.sendRaw(answer.substring(0, octets));
            server.end();
            acceptResume(0);
        }
        server.sendRaw("HTTP/1.1 302 Log in to this network first\r\n\r\n");
        acceptResume(0);
        server.send(resumed(1), joined(2));
        assertToldJoined(2);
        assertThat(listener.next()).isEqualTo(RESUMED);
    }

    @Test
    void aServerThatDrainsTookTheSessionWithIt() throws IOException, InterruptedException {
        lose(0);
        server.send("{\"cmd\":\"error\",\"msg\":\"m\",\"code\":10503,\"retry_after\":5}");
        server.end();

        Closed closed = (Closed) listener.next();
        assertThat(closed.how()).isEqualTo(Closed.How.SESSION_LOST);
        assertThat(closed.error()).isEqualTo(new Message.Refused(ErrorCode.UNAVAILABLE, "m", null, null, 5));
    }

    @Test
    void whateverComesInPlaceOfTheAnswerToAResumeBreaksTheConnectionAndNotTheSession()
            throws IOException, InterruptedException {
        lose(0);
        server.send(joined(2), resumed(0));
        assertThat(server.receive()).isEqualTo("the end");
        acceptResume(0);
        server.send(resumed(0));

        assertThat(listener.next()).isEqualTo(RESUMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {10408, 10429, 10500, 10503})
    void aRefusalThatPassesIsTriedAgain(int code) throws IOException, InterruptedException {
        lose(0);
        server.send(error(code));
        assertThat(server.receive()).isEqualTo("the end");
        acceptResume(0);
        server.send(resumed(0));
        assertThat(listener.next()).isEqualTo(RESUMED);
        assertThat(listener.isEmpty()).isTrue();
    }

    @Test
    void aConnectionThatIsLostSoonAfterAResumeIsResumedToo() throws IOException, InterruptedException {
        for (int i = 0; i < 20; i++) {
            loseAndResume(i);
            server.send(joined(2));
            assertToldJoined(2);
        }
        assertThat(listener.threads()).isEqualTo(1);
    }

    @Test
    void aReplyThatTheReplayRefusesFailsItsCommand() throws IOException, InterruptedException {
        CompletableFuture<?> refused = client.join(1);
        assertThat(server.receive()).contains("join");
        lose(0);
        server.send(resumed(1), "{\"cmd\":\"error\",\"msg\":\"m\",\"code\":10404,\"ack\":2}");
        assertThat(refused)
                .failsWithin(SOON)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOfSatisfying(RefusedByServerException.class, e -> assertThat(e.code())
                        .isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(listener.next()).isEqualTo(RESUMED);
    }
}
