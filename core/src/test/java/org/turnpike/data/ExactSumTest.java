package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class ExactSumTest {
    @Test
    void isTheSumOfNumbersOfAllSizesAndSigns() {
        KeyedRandom random = new KeyedRandom("exact sum", 4);
        ExactSum left = new ExactSum();
        ExactSum right = new ExactSum();
        BigDecimal expected = BigDecimal.ZERO;
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat((int) random.nextLong());
            if (!Float.isFinite(value)) {
                continue;
            }
            double addend = i % 2 == 0 ? value : (double) value * value;
            (i % 3 == 0 ? left : right).add(addend);
            expected = expected.add(new BigDecimal(addend));
        }
        left.add(right);
        assertThat(left.value()).isEqualByComparingTo(expected);
    }

    @Test
    void holdsTheSmallestAndTheLargest() {
        ExactSum sum = new ExactSum();
        double smallest = (double) Float.MIN_VALUE * Float.MIN_VALUE;
        double largest = (double) Float.MAX_VALUE * Float.MAX_VALUE;
        sum.add(smallest);
        sum.add(largest);
        sum.add(-largest);
        assertThat(sum.value().doubleValue()).isEqualTo(smallest);
        for (int i = 0; i < 1000; i++) {
            sum.add(-largest);
        }
        sum.add(-smallest);
        assertThat(sum.value()).isEqualByComparingTo(new BigDecimal(largest).multiply(new BigDecimal(-1000)));
    }
}
