package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The digests were made by libxcrypt, the implementation behind PHP and most of Linux. */
class BcryptCheckTest {
    private static final String OF_ALICE = "$2b$04$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK";

    /** Of no more cost than these digests have, so that the checks for nobody are quick too. */
    private final BcryptCheck check = new BcryptCheck(false, 4);

    @ParameterizedTest
    @CsvSource({
        "correct horse, $2a$05$N9qo8uLOickgx2ZMRZoMyeySTQZHYTvN5Lzja/W0KswX.y7D.SAs6",
        "correct horse, $2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "correct horse, $2y$06$DCq7YPn5Rq63x1Lad4cll.Yc223knJwpNXstmdXiA3yHMkAkyZ.0q",
        "pä😀ss, $2y$04$DCq7YPn5Rq63x1Lad4cll.Z0JtoJ0qERlirsg9YLK4Q5nwMhkR.rC",
        "'', $2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq"
    })
    void aDigestOfAnotherImplementationFitsItsPasswordAndNoOther(String password, String digest) {
        assertThat(check.matches(password, digest)).isTrue();
        assertThat(check.matches(password + "x", digest)).isFalse();
        assertThat(check.matches("Correct horse", digest)).isFalse();
        assertThat(check.matches(" ", digest)).isFalse();
        assertThat(check.canCheck(digest)).isTrue();
    }

    @Test
    void aPasswordCountsUpToIts72ndOctet() {
        String digest = "$2b$04$abcdefghijklmnopqrstuubzadhGtS2zEF.gu0yd0opP6cVzb.e0i";
        assertThat(check.matches("x".repeat(72), digest)).isTrue();
        assertThat(check.matches("x".repeat(80), digest)).isTrue();
        assertThat(check.matches("x".repeat(72) + "y".repeat(10_000), digest)).isTrue();
        assertThat(check.matches("x".repeat(71), digest)).isFalse();
        assertThat(check.matches("x".repeat(71) + "y", digest)).isFalse();
        String ofUmlauts = "$2a$04$abcdefghijklmnopqrstuuOpC9dTG2WsKNcYAQYyllT7OMl4pRk1S";
        assertThat(check.matches("ü".repeat(36), ofUmlauts)).isTrue();
        assertThat(check.matches("ü".repeat(35), ofUmlauts)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice\0", "alice\0alice", "\0alice", "alice\0alice\0alice", "\0", "alice\0x"})
    void aPasswordWithANulFitsNoDigest(String password) {
        assertThat(check.matches("alice", OF_ALICE)).isTrue();
        assertThat(check.matches(password, OF_ALICE)).isFalse();
        assertThat(check.matches(password, "$2b$04$abcdefghijklmnopqrstuubyCG3zY1GIXMyxfivm.ClDiInHzxjiq"))
                .isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "alice",
                "$2b$04$",
                "$2b$04$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQ",
                "$2b$04$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK\n",
                "$2b$04$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lf ü",
                // The digest of "1" by a version whose flaw must not come back.
                "$2x$04$abcdefghijklmnopqrstuu6OVLnkeQT4LvrRwJJV2tIn4rE1jDen.",
                "$2b$03$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK",
                "$2b$17$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK",
                "$2b$31$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK",
                "$2b$0a$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK",
                "$1$salt$qJH7.N4xYta3aEG/dfqo/0",
                "5f4dcc3b5aa765d61d8327deb882cf99"
            })
    void whatIsNoDigestFitsNoPassword(@Nullable String digest) {
        assertThat(digest != null && check.canCheck(digest)).isFalse();
        assertThat(check.matches("alice", digest)).isFalse();
        assertThat(check.matches("1", digest)).isFalse();
        assertThat(check.matches("", digest)).isFalse();
    }

    @Test
    void theDigestThatStandsInForNobodysIsNobodys() {
        assertThat(check.matches("alice", OF_ALICE)).isTrue();
        assertThat(check.matches("correct horse", null)).isFalse();
    }

    @Test
    void aCheckForNobodyTakesAsLongAsOneForSomebody() {
        String ofCost10 = "$2b$10$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK";
        check.matches("warm up", ofCost10);
        check.matches("warm up", null);
        long somebody = quickestOf(check, ofCost10);
        long nobody = quickestOf(check, null);
        // A cost one lower or higher would halve or double it.
        assertThat((double) nobody / somebody).isBetween(0.6, 1.7);
    }

    /** There a number has other digits, which no digest may hold. */
    @Test
    void aCheckForNobodyTakesAsLongWhereverTheServerRuns() {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try {
            aCheckForNobodyTakesAsLongAsOneForSomebody();
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void whereUsersAreHiddenEveryWrongPasswordTakesAsLongAsTheDearestDigestSeen() {
        String ofCost10 = "$2b$10$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK";
        BcryptCheck hiding = new BcryptCheck(true, 4);
        long cheap = quickestOf(hiding, OF_ALICE);
        long dear = quickestOf(hiding, ofCost10);
        assertThat((double) cheap / dear).isLessThan(0.1);
        assertThat((double) quickestOf(hiding, OF_ALICE) / dear).isBetween(0.6, 1.7);
        assertThat((double) quickestOf(hiding, null) / dear).isBetween(0.6, 1.7);
        assertThat(hiding.matches("alice", OF_ALICE)).isTrue();
    }

    @Test
    void whereNobodyIsHiddenAWrongPasswordTakesWhatItsDigestCosts() {
        long dear = quickestOf(check, "$2b$10$abcdefghijklmnopqrstuuqq9dxaCkkb3MYrhtQqIHVY.Pv96lfQK");
        assertThat((double) quickestOf(check, OF_ALICE) / dear).isLessThan(0.1);
    }

    @Test
    void aCheckForNobodyIsAsDearAsAUsualDigestBeforeAnyWasSeen() {
        long usual = quickestOf(new BcryptCheck(true, 12), null);
        long fresh = quickestOf(new BcryptCheck(true), null);
        assertThat((double) fresh / usual).isBetween(0.6, 1.7);
    }

    private static long quickestOf(BcryptCheck check, @Nullable String digest) {
        long quickest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long begin = System.nanoTime();
            check.matches("wrong", digest);
            quickest = Math.min(quickest, System.nanoTime() - begin);
        }
        return quickest;
    }
}
