package onechat.gateway.signaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static onechat.gateway.signaling.RuledRoom.ALICE;
import static onechat.gateway.signaling.RuledRoom.BOB;
import static onechat.gateway.signaling.RuledRoom.CAROL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import onechat.protocol.Command;
import onechat.protocol.MessageEncoder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets an offer, an answer or a candidate (contract section 5.4). */
class RelayTest {
    private final Devices devices = new Devices(16);
    private final MessageLog log = new MessageLog();
    private final Signaling signaling = new Signaling(
            devices,
            room -> Set.of(ALICE, BOB, CAROL),
            new Calls(new CallRules(16, Duration.ofSeconds(60)), CallObserver.NONE),
            user -> List.of(),
            () -> 0);
    private final Device alice = online(ALICE, "phone");
    private final Device bob = online(BOB, "phone");
    private final Device bobsLaptop = online(BOB, "laptop");

    private Device online(long user, String name) {
        Device device = new Device(user, name, new SilentInbox());
        devices.admit(device, () -> {});
        return device;
    }

    private void join(Device device, long room) {
        signaling.carryOut(device, new Command.Join(room, null), log);
        log.takeAll();
    }

    @BeforeEach
    void aliceAndBobTakePartInRoomOne() {
        signaling.carryOut(alice, new Command.Create(1, null), log);
        join(bob, 1);
    }

    /** Relays a payload, and returns who was told what: the receiver, and the payload as it goes out. */
    private List<String> relay(Device sender, String payload) {
        log.takeAll();
        signaling.relay(sender, Payloads.relay(payload), log);
        return log.all().stream().map(RelayTest::asText).toList();
    }

    private static String asText(Told told) {
        String payload = new String(new MessageEncoder().encode(told.message()), UTF_8);
        return told.to().user() + "/" + told.to().name() + " " + payload;
    }

    private static String error(String who, int code, String rest) {
        return who + " {\"cmd\":\"error\",\"msg\":\"\",\"code\":" + code + rest + "}";
    }

    @Test
    void anOfferGoesToTheDeviceThatTakesPartAndThenTheAckToTheSender() {
        assertThat(relay(alice, "{\"cmd\":\"webrtc_send_offer\",\"to\":2,\"sdp\":\"v=0\",\"ack\":\"o1\"}"))
                .containsExactly(
                        "2/phone {\"cmd\":\"webrtc_send_offer\",\"from\":1,\"sdp\":\"v=0\",\"ack\":\"o1\"}",
                        "1/phone {\"cmd\":\"ack\",\"action\":\"webrtc_send_offer\",\"ack\":\"o1\"}");
    }

    @Test
    void anAnswerWithoutAnAckIsRelayedAndNotAcked() {
        assertThat(relay(bob, "{\"cmd\":\"webrtc_send_answer\",\"to\":1,\"sdp\":\"v=0\"}"))
                .containsExactly("1/phone {\"cmd\":\"webrtc_send_answer\",\"from\":2,\"sdp\":\"v=0\"}");
    }

    @Test
    void aCandidatePassesAsItCameButForWhomItIsFromAndFor() {
        String candidate = "{ \"from\":7, \"label\":1e0, \"sdpMid\":\"\\u0030\",\"candidate\":\"c\",\"to\" : 2 }";
        assertThat(relay(alice, candidate.replace("{ ", "{\"cmd\":\"webrtc_send_ice_candidate\", ")))
                .containsExactly("2/phone {\"cmd\":\"webrtc_send_ice_candidate\",  \"label\":1e0,"
                        + " \"sdpMid\":\"\\u0030\",\"candidate\":\"c\",\"from\":1 }");
    }

    @Test
    void whenACallMovedTheNewDeviceGetsWhatIsRelayed() {
        join(bobsLaptop, 1);

        assertThat(relay(alice, "{\"cmd\":\"webrtc_send_offer\",\"to\":2,\"sdp\":\"s\"}"))
                .containsExactly("2/laptop {\"cmd\":\"webrtc_send_offer\",\"from\":1,\"sdp\":\"s\"}");
        assertThat(relay(bob, "{\"cmd\":\"webrtc_send_offer\",\"to\":1,\"sdp\":\"s\"}"))
                .as("and the device moved from takes part no more")
                .containsExactly(error("2/phone", 10404, ",\"action\":\"webrtc_send_offer\""));
    }

    @Test
    void whoIsOnlyRungOrNotThereAtAllGetsNothing() {
        Device carol = online(CAROL, "phone");
        String tail = ",\"action\":\"webrtc_send_offer\",\"ack\":1";
        for (long to : new long[] {CAROL, 99}) {
            String offer = "{\"cmd\":\"webrtc_send_offer\",\"to\":" + to + ",\"sdp\":\"s\",\"ack\":1}";
            assertThat(relay(alice, offer)).containsExactly(error("1/phone", 10404, tail));
        }
        assertThat(relay(carol, "{\"cmd\":\"webrtc_send_offer\",\"to\":1,\"sdp\":\"s\",\"ack\":1}"))
                .as("nor can it send")
                .containsExactly(error("3/phone", 10404, tail));
    }

    @Test
    void nobodyRelaysToItself() {
        assertThat(relay(alice, "{\"cmd\":\"webrtc_send_offer\",\"to\":1,\"sdp\":\"s\"}"))
                .containsExactly(error("1/phone", 10404, ",\"action\":\"webrtc_send_offer\""));
    }

    @Test
    void whereTwoShareSeveralCallsTheRoomSaysWhich() {
        join(bob, 2);
        signaling.carryOut(alice, new Command.Create(2, null), log);
        join(bobsLaptop, 2);
        String offer = "{\"cmd\":\"webrtc_send_offer\",\"to\":2,\"sdp\":\"s\"%s}";

        assertThat(relay(alice, offer.formatted("")))
                .containsExactly(error("1/phone", 10400, ",\"action\":\"webrtc_send_offer\""));
        assertThat(relay(alice, offer.formatted(",\"room\":1")))
                .containsExactly("2/phone {\"cmd\":\"webrtc_send_offer\",\"from\":1,\"sdp\":\"s\",\"room\":1}");
        assertThat(relay(alice, offer.formatted(",\"room\":2")))
                .containsExactly("2/laptop {\"cmd\":\"webrtc_send_offer\",\"from\":1,\"sdp\":\"s\",\"room\":2}");
    }

    @Test
    void severalCallsWithOneAndTheSameDeviceNeedTheRoomToo() {
        signaling.carryOut(alice, new Command.Create(2, null), log);
        join(bob, 2);

        assertThat(relay(alice, "{\"cmd\":\"webrtc_send_offer\",\"to\":2,\"sdp\":\"s\"}"))
                .containsExactly(error("1/phone", 10400, ",\"action\":\"webrtc_send_offer\""));
    }

    @Test
    void whoIsInSeveralCallsNeedNotSayTheRoomToOneWhoIsInASingleOfThem() {
        signaling.carryOut(alice, new Command.Create(2, null), log);
        String offer = "{\"cmd\":\"webrtc_send_offer\",\"to\":3,\"sdp\":\"s\"}";
        assertThat(relay(alice, offer)).containsExactly(error("1/phone", 10404, ",\"action\":\"webrtc_send_offer\""));

        join(online(CAROL, "phone"), 2);

        assertThat(relay(alice, offer))
                .containsExactly("3/phone {\"cmd\":\"webrtc_send_offer\",\"from\":1,\"sdp\":\"s\"}");
    }

    @Test
    void aRoomThatTheTwoDoNotShareIsNotFound() {
        signaling.carryOut(alice, new Command.Create(2, null), log);
        String offer = "{\"cmd\":\"webrtc_send_offer\",\"to\":2,\"sdp\":\"s\",\"room\":%d}";

        for (int room : new int[] {2, 3}) {
            assertThat(relay(alice, offer.formatted(room)))
                    .containsExactly(error("1/phone", 10404, ",\"action\":\"webrtc_send_offer\""));
        }
        assertThat(relay(alice, offer.formatted(1)))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("2/phone");
    }
}
