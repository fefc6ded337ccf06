package onechat.gateway.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import onechat.protocol.LeaveReason;
import onechat.protocol.Message;

/**
 * What one client knows of one room's call, from nothing but the messages it got; one that it can't make sense of fails the test.
 * Confined to the test's thread.
 */
final class DeviceView {
    private final long user;
    private final Set<Long> roster = new TreeSet<>();
    private boolean takesPart;
    private boolean ringing;

    DeviceView(long user) {
        this.user = user;
    }

    boolean takesPart() {
        return takesPart;
    }

    boolean isRinging() {
        return ringing;
    }

    /** The others in the call, where it takes part. */
    Set<Long> roster() {
        return roster;
    }

    /** Its own create or join was carried out. */
    void entered(List<Long> others) {
        takesPart = true;
        ringing = false;
        roster.clear();
        roster.addAll(others);
    }

    /** Its own leave was carried out. */
    void wentOut() {
        takesPart = false;
        ringing = false;
        roster.clear();
    }

    void rung(Message.Created created) {
        assertThat(takesPart || ringing)
                .as("is not rung twice, nor in the call")
                .isFalse();
        assertThat(created.from()).isNotEqualTo(user);
        ringing = true;
    }

    void joined(Message.Joined joined) {
        if (joined.from() == user) {
            assertThat(takesPart).as("only one device of a user takes part").isFalse();
            ringing = false;
        } else {
            assertThat(takesPart).as("hears of newcomers").isTrue();
            assertThat(roster.add(joined.from())).as("joins once").isTrue();
        }
    }

    void left(Message.Left left) {
        boolean own = left.from() == user;
        switch (left.reason()) {
            case LEFT, DISCONNECTED -> othersGone(left, own);
            case MOVED -> {
                if (own) {
                    assertThat(takesPart)
                            .as("only a call that it takes part in moves away")
                            .isTrue();
                    wentOut();
                } else {
                    othersGone(left, false);
                }
            }
            case DECLINED, BUSY, TIMEOUT -> {
                assertThat(own ? ringing : takesPart)
                        .as("is rung itself, or waits for who is")
                        .isTrue();
                assertThat(roster).doesNotContain(left.from());
                ringing = !own && ringing;
            }
            case ENDED -> {
                assertThat(own).isFalse();
                assertThat(ringing).as("a ring ends once").isTrue();
                ringing = false;
            }
        }
        assertThat(
                        left.reason() == LeaveReason.TIMEOUT || left.reason() == LeaveReason.DISCONNECTED
                                ? left.ack()
                                : null)
                .as("no command caused it")
                .isNull();
    }

    private void othersGone(Message.Left left, boolean own) {
        assertThat(own).as("hears nothing of what it did itself").isFalse();
        assertThat(takesPart).as("hears of those who go").isTrue();
        assertThat(roster.remove(left.from())).as("goes once").isTrue();
    }
}
