package onechat.gateway.baseline;

import java.util.ArrayList;
import java.util.List;

/** The load as a process of its own: what to talk to, the port, pairs, outstanding, seconds to warm up and to measure, and the server's pid. */
final class RelayLoad {
    private RelayLoad() {}

    public static void main(String[] arguments) throws Exception {
        String kind = arguments[0];
        int port = Integer.parseInt(arguments[1]);
        int pairs = Integer.parseInt(arguments[2]);
        List<LoadedPair> all = new ArrayList<>();
        for (int n = 1; n <= pairs; n++) {
            all.add(
                    switch (kind) {
                        case "onechat" -> new OneChatPair(port, n);
                        default -> throw new IllegalArgumentException(kind);
                    });
        }
        PairLoad load = new PairLoad(all, Integer.parseInt(arguments[3]));
        LoadResult result =
                load.run(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]), Long.parseLong(arguments[6]));
        System.out.println(result.json());
    }
}
