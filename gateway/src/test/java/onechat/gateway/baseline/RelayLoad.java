package onechat.gateway.baseline;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The load on servers that don't speak OneChat, as a process of its own: takes the options of {@code onechat bench relay} behind the name of a
 * {@link Load}, and writes the same JSON object. Used by one thread.
 */
final class RelayLoad {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Map<String, String> options = new HashMap<>();

    private RelayLoad(List<String> options) {
        for (String option : options) {
            int equals = option.indexOf('=');
            this.options.put(option.substring(0, equals), option.substring(equals + 1));
        }
    }

    private String text(String option) {
        String value = options.get(option);
        if (value == null) {
            throw new IllegalArgumentException(option + " is missing");
        }
        return value;
    }

    private int number(String option) {
        return Integer.parseInt(text(option));
    }

    private List<LoadedPair> connect(Load load) throws IOException {
        People people = People.read(Path.of(text("--people")));
        List<LoadedPair> pairs = new ArrayList<>();
        for (int i = 0; i < number("--pairs"); i++) {
            People.User caller = people.users().get(2 * i);
            People.User callee = people.users().get(2 * i + 1);
            pairs.add(
                    load == Load.MQTT
                            ? new MqttPair(number("--port"), caller.id(), callee.id())
                            : new SocketIoPair(number("--port"), caller, callee));
        }
        return pairs;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        RelayLoad load = new RelayLoad(List.of(arguments).subList(1, arguments.length));
        PairLoad pairs = new PairLoad(load.connect(Load.valueOf(arguments[0])), load.number("--outstanding"), PATIENCE);
        LoadResult result = pairs.run(
                Duration.ofSeconds(load.number("--warmup")),
                Duration.ofSeconds(load.number("--seconds")),
                Long.parseLong(load.text("--pid")));
        System.out.println(result.json());
    }
}
