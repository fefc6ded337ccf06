package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import onechat.protocol.Ack;
import onechat.protocol.Cmd;
import onechat.protocol.Message;
import org.junit.jupiter.api.Test;

/** Which replies a session can repeat (contract section 4); {@link ResumeTest} shows what clients get of it. */
class RememberedRepliesTest {
    private final RememberedReplies replies = new RememberedReplies();

    private Message presence(int ack, int offline, String name) {
        Message.OfPresence additions =
                new Message.OfPresence(1, List.of(), List.of(), Collections.nCopies(offline, 5L), Map.of(5L, name));
        return new Message.Acked(Cmd.PRESENCE, Ack.of(ack), additions);
    }

    private void carriedOut(Message reply, int ack) {
        assertThat(replies.begin(Ack.of(ack))).isTrue();
        replies.said(reply);
    }

    @Test
    void shortPresencesAreAllRemembered() {
        for (int ack = 0; ack < 1_024; ack++) {
            carriedOut(presence(ack, 3, "bob"), ack);
        }
        assertThat(replies.replyTo(Ack.of(0))).isEqualTo(presence(0, 3, "bob"));
    }

    @Test
    void ofLongPresencesTheNewestAreRememberedAndOthersMayBeCarriedOutAgain() {
        Message left = new Message.Acked(Cmd.LEAVE, Ack.of(-1), new Message.Plain());
        carriedOut(left, -1);
        String name = "n".repeat(200);
        for (int ack = 0; ack < 100; ack++) {
            carriedOut(presence(ack, 1_000, name), ack);
        }

        long remembered = 0;
        for (int ack = 0; ack < 100; ack++) {
            remembered += replies.replyTo(Ack.of(ack)) == null ? 0 : 1;
        }
        assertThat(remembered).isBetween(5L, RememberedReplies.MAX_PRESENCE_BYTES / 16_000L);
        assertThat(replies.begin(Ack.of(99))).isFalse();
        assertThat(replies.begin(Ack.of(0))).isTrue();
        assertThat(replies.begin(Ack.of(-1))).as("what changed something stays").isFalse();
        assertThat(replies.replyTo(Ack.of(-1))).isEqualTo(left);
    }

    @Test
    void aPresenceThatIsLongerThanAllMayBeIsNotRemembered() {
        carriedOut(presence(1, 100_000, "n"), 1);
        assertThat(replies.begin(Ack.of(1))).isTrue();
        carriedOut(presence(2, 1, "n"), 2);
        assertThat(replies.replyTo(Ack.of(2))).isNotNull();
    }

    /** The bound counts what is held, not what ever was. */
    @Test
    void presencesThatAreForgottenForTheirAgeMakeRoom() {
        for (int ack = 0; ack < 5; ack++) {
            carriedOut(presence(ack, 1_000, "n"), ack);
        }
        for (int ack = 5; ack < 1_030; ack++) {
            carriedOut(new Message.Acked(Cmd.PING, Ack.of(ack), new Message.Plain()), ack);
        }
        for (int ack = 2_000; ack < 2_010; ack++) {
            carriedOut(presence(ack, 1_000, "n"), ack);
        }
        assertThat(replies.replyTo(Ack.of(2_000))).isNotNull();
    }
}
