package onechat.gateway.baseline;

import java.util.Arrays;
import java.util.List;

/**
 * How the comparison is run, as system properties say. Immutable.
 *
 * @param contenders who takes part ({@code onechat.only}, their names with commas between them), in their order
 * @param rounds how often each is measured ({@code onechat.rounds})
 * @param seconds how long each time ({@code onechat.seconds})
 * @param warmUpSeconds how long each is loaded before the first round, with each load ({@code onechat.warmup})
 * @param pin whether servers and loads get cores of their own ({@code onechat.pin})
 */
record ComparisonOptions(List<Contender> contenders, int rounds, int seconds, int warmUpSeconds, boolean pin) {
    ComparisonOptions {
        contenders = List.copyOf(contenders);
        if (rounds < 1 || seconds < 1 || warmUpSeconds < 1 || contenders.isEmpty()) {
            throw new IllegalArgumentException("there is at least one contender, one round and one second");
        }
    }

    static ComparisonOptions ofProperties() {
        String only = System.getProperty("onechat.only", "");
        List<Contender> contenders = only.isEmpty()
                ? List.of(Contender.values())
                : Arrays.stream(only.split(",", -1))
                        .map(Contender::named)
                        .sorted()
                        .toList();
        return new ComparisonOptions(
                contenders,
                Integer.getInteger("onechat.rounds", 5),
                Integer.getInteger("onechat.seconds", 6),
                Integer.getInteger("onechat.warmup", 10),
                !"false".equals(System.getProperty("onechat.pin")));
    }
}
