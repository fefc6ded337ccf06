package onechat.protocol;

/** Writes numbers as decimal digits into octets. Stateless. */
final class Decimal {
    private Decimal() {}

    /** How many digits a number has that is not negative. */
    static int digits(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Writes the digits of a number that is not negative, the last one before {@code end}. */
    static void writeBefore(int end, long value, byte[] target) {
        int at = end;
        long rest = value;
        do {
            target[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }
}
