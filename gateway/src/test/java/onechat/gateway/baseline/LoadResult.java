package onechat.gateway.baseline;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a load measured, with the names that {@code onechat bench relay} gives it in its JSON. Immutable.
 *
 * @param p50Micros how long half of the relays took at most; and so on
 * @param ownCpuShare how much of the cores that it may use the load itself took: 1 is all
 */
record LoadResult(
        long relays,
        double seconds,
        double relaysPerSecond,
        double p50Micros,
        double p99Micros,
        double p999Micros,
        double maxMicros,
        double serverCpuSeconds,
        double serverCpuSecondsPerMillion,
        double ownCpuSeconds,
        double ownCpuShare) {

    static LoadResult parse(String json) {
        JsonNode result = JsonMapper.shared().readTree(json);
        return new LoadResult(
                result.required("relays").asLong(),
                result.required("seconds").asDouble(),
                result.required("relays_per_second").asDouble(),
                result.required("p50_us").asDouble(),
                result.required("p99_us").asDouble(),
                result.required("p99_9_us").asDouble(),
                result.required("max_us").asDouble(),
                result.required("server_cpu_seconds").asDouble(),
                result.required("server_cpu_seconds_per_million").asDouble(),
                result.required("own_cpu_seconds").asDouble(),
                result.required("own_cpu_share").asDouble());
    }

    String json() {
        return JsonMapper.shared()
                .writeValueAsString(Map.ofEntries(
                        Map.entry("relays", relays),
                        Map.entry("seconds", seconds),
                        Map.entry("relays_per_second", relaysPerSecond),
                        Map.entry("p50_us", p50Micros),
                        Map.entry("p99_us", p99Micros),
                        Map.entry("p99_9_us", p999Micros),
                        Map.entry("max_us", maxMicros),
                        Map.entry("server_cpu_seconds", serverCpuSeconds),
                        Map.entry("server_cpu_seconds_per_million", serverCpuSecondsPerMillion),
                        Map.entry("own_cpu_seconds", ownCpuSeconds),
                        Map.entry("own_cpu_share", ownCpuShare)));
    }
}
