package onechat.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Which frames are kept, compared with a list of all (contract section 4). */
class KeptFramesTest {
    /** @param steps adds so many frames, or, below 0, has the client tell that it got so many more */
    @Property(tries = 300)
    void areThoseThatWereSentAndNotReceived(
            @ForAll @Size(max = 40) List<@IntRange(min = -700, max = 500) Integer> steps) {
        KeptFrames kept = new KeptFrames();
        List<byte[]> all = new ArrayList<>();
        int received = 0;
        for (int step : steps) {
            for (int i = 0; i < step; i++) {
                add(all, kept, 1 + all.size() % 40);
            }
            received = Math.min(all.size(), received + Math.max(0, -step));
            kept.received(received);

            int first = Math.max(received, all.size() - 1_024);
            assertThat(kept.sent()).isEqualTo(all.size());
            assertThat(kept.dropped()).isEqualTo(first);
            assertThat(kept.after(first)).isEqualTo(all.subList(first, all.size()));
        }
    }

    /** @param lengths of frames, each in units of 4 KiB */
    @Property(tries = 100)
    void areTheLastOnesThatTakeNoMoreThanAMebibyte(
            @ForAll @Size(max = 200) List<@IntRange(min = 1, max = 300) Integer> lengths) {
        KeptFrames kept = new KeptFrames();
        List<byte[]> all = new ArrayList<>();
        lengths.forEach(length -> add(all, kept, length * 4_096));

        int first = all.size();
        int bytes = 0;
        while (first > 0 && bytes + all.get(first - 1).length <= 1_048_576) {
            bytes += all.get(--first).length;
        }
        assertThat(kept.dropped()).isEqualTo(first);
        assertThat(kept.after(first)).isEqualTo(all.subList(first, all.size()));
    }

    private static void add(List<byte[]> all, KeptFrames kept, int length) {
        byte[] frame = new byte[length];
        all.add(frame);
        kept.add(frame);
    }
}
