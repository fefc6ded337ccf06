package onechat.gateway;

import java.time.Duration;

/**
 * The whole numbers that an option may have. Immutable.
 *
 * @param least inclusive
 * @param most inclusive
 */
public record Range(int least, int most) {
    /**
     * Nothing, when the range holds the number.
     *
     * @throws InvalidOptionException when it does not
     */
    void check(String option, int value) {
        if (value < least || value > most) {
            throw new InvalidOptionException(option, "must be from " + this + ", not " + value);
        }
    }

    /**
     * Nothing, when the range, taken as seconds, holds the duration.
     *
     * @throws InvalidOptionException when it does not
     */
    void checkSeconds(String option, Duration value) {
        if (value.compareTo(Duration.ofSeconds(least)) < 0 || value.compareTo(Duration.ofSeconds(most)) > 0) {
            throw new InvalidOptionException(option, "must be from " + this + " seconds, not " + text(value));
        }
    }

    private static String text(Duration value) {
        return value.toNanosPart() == 0 ? Long.toString(value.toSeconds()) : value.toString();
    }

    @Override
    public String toString() {
        return least + " to " + most;
    }
}
