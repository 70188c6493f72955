import styles from './CardSkeletons.module.css';

/** Rows of the right height before the real ones; still, because a shimmer tells nothing and costs frames. */
export function CardSkeletons({ count }: { count: number }) {
  return Array.from({ length: count }, (_, index) => `row-${index}`).map((key) => (
    <div key={key} className={styles.row} aria-hidden="true">
      <span className={styles.round} />
      <span className={styles.bars}>
        <span className={styles.bar} />
        <span className={styles.bar} />
      </span>
    </div>
  ));
}
