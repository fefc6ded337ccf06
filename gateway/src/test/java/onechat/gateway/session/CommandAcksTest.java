package onechat.gateway.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** The acks of a session's commands, beside a map that holds the same. */
class CommandAcksTest {
    private enum Act {
        ADD,
        REMOVE_OLDEST,
        HIDE,
        MARK
    }

    @Provide
    Arbitrary<List<Tuple.Tuple2<Act, Integer>>> scripts() {
        Arbitrary<Act> acts = Arbitraries.frequency(
                Tuple.of(6, Act.ADD), Tuple.of(3, Act.REMOVE_OLDEST), Tuple.of(1, Act.HIDE), Tuple.of(2, Act.MARK));
        return Arbitraries.integers()
                .between(0, 400)
                .flatMap(number -> acts.map(act -> Tuple.of(act, number)))
                .list()
                .ofMaxSize(600);
    }

    private static byte[] ack(int number) {
        // Some long, so that the log moves and grows at every place of an entry.
        return (number + "x".repeat(number % 7 == 0 ? number : number % 5)).getBytes(UTF_8);
    }

    @Property(tries = 500)
    void areFoundAsLongAsTheyAreHeldAndNotHidden(@ForAll("scripts") List<Tuple.Tuple2<Act, Integer>> script) {
        CommandAcks acks = new CommandAcks();
        Deque<Integer> held = new ArrayDeque<>();
        Map<Integer, Integer> places = new HashMap<>();
        Map<Integer, Byte> marks = new HashMap<>();
        for (Tuple.Tuple2<Act, Integer> step : script) {
            int number = step.get2();
            Integer place = places.get(number);
            switch (step.get1()) {
                case ADD -> {
                    if (place == null && !held.contains(number)) {
                        byte mark = (byte) number;
                        places.put(number, acks.add(ack(number), mark));
                        marks.put(number, mark);
                        held.addLast(number);
                    }
                }
                case REMOVE_OLDEST -> {
                    if (!held.isEmpty()) {
                        int oldest = held.removeFirst();
                        acks.removeOldest();
                        places.remove(oldest);
                    }
                }
                case HIDE -> {
                    if (place != null) {
                        acks.hide(place);
                        places.remove(number);
                    }
                }
                case MARK -> {
                    if (place != null) {
                        acks.mark(place, (byte) -number);
                        marks.put(number, (byte) -number);
                    }
                }
            }
            assertThat(acks.size()).isEqualTo(held.size());
        }
        for (int number = 0; number <= 400; number++) {
            int place = places.getOrDefault(number, CommandAcks.NONE);
            assertThat(acks.find(ack(number))).isEqualTo(place);
            if (place != CommandAcks.NONE) {
                assertThat(acks.mark(place)).isEqualTo(marks.get(number));
            }
        }
    }

    /** What a session that lives for weeks does: places go round, and the octets that are held stay few. */
    @Test
    void takeNoMoreRoomHoweverManyCame() {
        CommandAcks acks = new CommandAcks();
        List<Integer> places = new ArrayList<>();
        byte[] ack = new byte[1_500];
        for (int number = 0; number < 2_000_000; number++) {
            if (acks.size() == 8) {
                acks.removeOldest();
            }
            ack[number % 1_500]++;
            int place = acks.add(ack, (byte) 1);
            if (number % 1_000 == 0) {
                assertThat(acks.find(ack)).isEqualTo(place);
                places.add(place);
            }
        }
        assertThat(places)
                .as("they went round")
                .isNotEqualTo(places.stream().sorted().toList());
        assertThat(acks.heldBytes()).isLessThanOrEqualTo(4 * 8 * 1_503);
    }
}
