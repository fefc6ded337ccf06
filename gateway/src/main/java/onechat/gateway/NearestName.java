package onechat.gateway;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody who mistyped most likely meant. Stateless. */
final class NearestName {
    /** Longer than any name; what is compared stays small whatever was typed. */
    private static final int MOST_CHARACTERS = 64;

    private NearestName() {}

    /**
     * The name that is reached with the fewest characters added, dropped or changed.
     *
     * @param names at least one
     */
    static String of(String typed, Collection<String> names) {
        String start = typed.substring(0, Math.min(typed.length(), MOST_CHARACTERS));
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(start, name)))
                .orElseThrow();
    }

    /** Levenshtein's, one row at a time. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
