package onechat.gateway.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Counts the events of one sort apart by their kinds. Used by many threads at once. */
final class CounterFamily<K extends Enum<K>> {
    /** One for every kind; never changed. */
    private final Map<K, Counter> counters;

    /**
     * All at zero.
     *
     * @param label tells the kinds apart
     * @param value what the label says of a kind; kinds of which it says the same are counted together
     */
    CounterFamily(
            MeterRegistry registry,
            String name,
            String description,
            String label,
            Class<K> kinds,
            Function<K, String> value) {
        this.counters = new EnumMap<>(kinds);
        for (K kind : kinds.getEnumConstants()) {
            counters.put(
                    kind,
                    Counter.builder(name)
                            .description(description)
                            .tag(label, value.apply(kind))
                            .register(registry));
        }
    }

    void count(K kind) {
        Objects.requireNonNull(counters.get(kind)).increment();
    }
}
