package dev.storyc.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class PassingHoldingsTest {
    @Test
    void noQuestionIsForgotten() {
        assertThat(Arrays.stream(Holdings.class.getMethods()).map(PassingHoldingsTest::words))
                .isNotEmpty()
                .allSatisfy(question -> assertThat(Arrays.stream(PassingHoldings.class.getDeclaredMethods())
                                .map(PassingHoldingsTest::words))
                        .contains(question));
    }

    private static String words(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
