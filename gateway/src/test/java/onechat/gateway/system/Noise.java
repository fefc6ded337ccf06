package onechat.gateway.system;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Something that some clients do which could be in the others' way. Used by one thread. */
interface Noise {
    /** How often each thing was done. Immutable. */
    record Made(Map<String, Long> counts) {
        public Made {
            counts = Collections.unmodifiableMap(new TreeMap<>(counts));
        }

        long count(String thing) {
            return counts.getOrDefault(thing, 0L);
        }

        @Override
        public String toString() {
            return counts.toString();
        }
    }

    /** Begins; it goes on by itself. */
    void start() throws IOException;

    /** Ends, and says what was done, once the clients have heard of all of it. */
    Made end();
}
