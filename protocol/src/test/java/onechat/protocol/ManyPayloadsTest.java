package onechat.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What one decoder reads of many payloads, one after the other: no trace of those before. */
class ManyPayloadsTest {
    /** More than the parser reads at once. */
    private static final int LONG_WHITE_SPACE = 20_000;

    private static final List<String> SOUND = Vectors.of("commands.json")
            .map(vector -> new String(vector.octets("payload"), UTF_8))
            .toList();

    @Property(edgeCases = EdgeCasesMode.NONE)
    void eachIsReadAsIfItWereTheFirst(@ForAll @Size(min = 2, max = 8) List<@From("payloads") String> payloads) {
        CommandDecoder one = new CommandDecoder();
        for (String payload : payloads) {
            assertThat(outcome(one, payload)).isEqualTo(outcome(new CommandDecoder(), payload));
        }
    }

    private static Object outcome(CommandDecoder decoder, String payload) {
        byte[] before = "{\"cmd\":\"".getBytes(UTF_8);
        byte[] octets = FuzzSeeds.joined(before, payload.getBytes(UTF_8));
        try {
            Command command = decoder.decode(octets, before.length, octets.length - before.length);
            return command instanceof Command.Relay relay
                    ? List.of(Described.of(relay), new String(relay.body().withFrom(7), UTF_8))
                    : Described.of(command);
        } catch (RefusedException refused) {
            return refused.refusal();
        }
    }

    /** Commands; their beginnings, which the next payload must not complete; with something behind them, with much white space around them. */
    @Provide
    Arbitrary<String> payloads() {
        Arbitrary<String> sound = Arbitraries.of(SOUND);
        Arbitrary<String> begun = Combinators.combine(
                        sound, Arbitraries.integers().between(0, 200))
                .as((text, length) -> text.substring(0, Math.min(length, text.length())));
        Arbitrary<String> rest = Combinators.combine(
                        sound, Arbitraries.integers().between(0, 200))
                .as((text, start) -> text.substring(Math.min(start, text.length())));
        Arbitrary<String> followed = Combinators.combine(
                        sound, Arbitraries.of("}", ",", "{}", "1", "\"", "\0", " null"))
                .as((text, behind) -> text + behind);
        Arbitrary<String> spaced = Combinators.combine(sound, Arbitraries.of(" ", "\n", "\t\r\n "))
                .as((text, space) -> space.repeat(LONG_WHITE_SPACE) + text + space.repeat(LONG_WHITE_SPACE));
        return Arbitraries.frequencyOf(
                Tuple.of(4, sound), Tuple.of(1, begun), Tuple.of(1, rest), Tuple.of(1, followed), Tuple.of(1, spaced));
    }

    /** A parser keeps the member names that it reads. */
    @Test
    void namesThatNeverComeAgainDoNotFillTheHeap() throws RefusedException {
        CommandDecoder decoder = new CommandDecoder();
        Command first = pingWithNames(decoder, 0);
        long before = liveBytes();

        int payloads = 800;
        for (int i = 1; i <= payloads; i++) {
            assertThat(pingWithNames(decoder, i)).isEqualTo(first);
        }

        // 40,000 names of a thousand octets, twice each, of which the parser's factory holds no more than 6,000.
        assertThat(liveBytes() - before).isLessThan(30_000_000);
        assertThat(pingWithNames(decoder, 0)).isEqualTo(first);
    }

    private static Command pingWithNames(CommandDecoder decoder, int number) throws RefusedException {
        StringBuilder payload = new StringBuilder("{\"cmd\":\"ping\"");
        for (int i = 0; i < 50; i++) {
            payload.append(",\"")
                    .append("a name that never comes again ".repeat(33))
                    .append(number)
                    .append(' ')
                    .append(i)
                    .append("\":0");
        }
        byte[] octets = payload.append('}').toString().getBytes(UTF_8);
        return decoder.decode(octets, 0, octets.length);
    }

    private static long liveBytes() {
        long[] tries = new long[3];
        for (int i = 0; i < tries.length; i++) {
            System.gc();
            tries[i] = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
        return Arrays.stream(tries).min().orElseThrow();
    }
}
