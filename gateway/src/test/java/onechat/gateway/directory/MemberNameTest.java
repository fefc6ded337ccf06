package onechat.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemberNameTest {
    private static String shown(String stored) {
        return MemberName.of(1, stored).text();
    }

    @Test
    void aNameIsShownAsItIsStored() {
        for (String name :
                new String[] {"", " alice ", "n".repeat(200), "😀".repeat(100), "<b>&amp;\"\0\u202e", "é", "e\u0301"}) {
            assertThat(shown(name)).isEqualTo(name);
        }
    }

    @Test
    void aLongNameIsCutButNotWithinACharacter() {
        assertThat(shown("n".repeat(201))).isEqualTo("n".repeat(200));
        assertThat(shown("😀".repeat(101))).isEqualTo("😀".repeat(100));
        assertThat(shown("n" + "😀".repeat(100))).isEqualTo("n" + "😀".repeat(99));
    }

    @Test
    void aSurrogateWithoutItsOtherHalfIsReplaced() {
        assertThat(shown("a\ud83db\ude00c\ud83d")).isEqualTo("a\ufffdb\ufffdc\ufffd");
    }

    @Test
    void itsTextFormHoldsNoName() {
        assertThat(MemberName.of(1, "alice").toString()).doesNotContain("alice");
    }
}
