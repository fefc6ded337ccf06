package onechat.gateway.signaling;

import static java.lang.Thread.State.BLOCKED;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static onechat.gateway.signaling.RuledRoom.ROOM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import onechat.protocol.Command;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relay takes its turn with the events of its call (contract sections 5.2 to 5.4). */
class RelayTurnTest {
    private static final Command.Relay OFFER_TO_BOB =
            Payloads.relay("{\"cmd\":\"webrtc_send_offer\",\"to\":2,\"sdp\":\"s\"}");

    private final Devices devices = new Devices(16);
    private final Calls calls = new Calls(new CallRules(16, Duration.ofSeconds(60)), CallObserver.NONE);
    private final Signaling signaling =
            new Signaling(devices, room -> Set.of(ALICE, BOB, CAROL), calls, user -> List.of(), () -> 0);
    private final MessageLog log = new MessageLog();
    private final Device alice = online(ALICE);
    private final Device bob = online(BOB);
    private final Device carol = online(CAROL);

    private Device online(long user) {
        Device device = new Device(user, "phone", new SilentInbox());
        devices.admit(device, () -> {});
        return device;
    }

    @BeforeEach
    void aliceAndCarolAreInACall() {
        signaling.carryOut(alice, new Command.Create(ROOM, null), log);
        signaling.carryOut(carol, new Command.Join(ROOM, null), log);
    }

    /** Lets bob's command be told only when carol's relay to him waits, and returns who was told what kind of message. */
    private List<String> toldWhileCarolRelays(Command.ToRoom ofBob) throws InterruptedException {
        log.takeAll();
        Gate gate = new Gate();
        Thread event = Thread.ofPlatform().daemon().start(() -> {
            signaling.carryOut(bob, ofBob, (to, message) -> {
                gate.pass();
                log.deliver(to, message);
            });
        });
        gate.awaitReached();
        Thread relay = Thread.ofPlatform().daemon().start(() -> signaling.relay(carol, OFFER_TO_BOB, log));
        await().until(() -> relay.getState() == BLOCKED);
        assertThat(log.all()).isEmpty();
        gate.open();
        event.join();
        relay.join();
        return log.all().stream()
                .map(told -> told.to().user() + " " + told.message().cmd())
                .toList();
    }

    @Test
    void anOfferToANewcomerFollowsTheNewsThatItCame() throws InterruptedException {
        assertThat(toldWhileCarolRelays(new Command.Join(ROOM, null)))
                .containsExactly(ALICE + " JOIN", CAROL + " JOIN", BOB + " OFFER");
    }

    @Test
    void anOfferToSomebodyWhoLeftIsRefusedOnlyAfterTheNewsThatItIsGone() throws InterruptedException {
        signaling.carryOut(bob, new Command.Join(ROOM, null), log);

        assertThat(toldWhileCarolRelays(new Command.Leave(ROOM, false, null)))
                .containsExactly(ALICE + " LEAVE", CAROL + " LEAVE", CAROL + " ERROR");
    }
}
