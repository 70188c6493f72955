import styles from './Archive.module.css';

const WIDTHS = ['46%', '34%', '58%', '40%', '28%', '52%'];

/** Messages before they came; still, because a shimmer tells nothing and costs frames. */
export function MessageSkeletons({ count }: { count: number }) {
  return Array.from({ length: count }, (_, index) => `line-${index}`).map((key, index) => (
    <span
      key={key}
      className={styles.bubble}
      data-ours={index % 3 === 1}
      style={{ width: WIDTHS[index % WIDTHS.length] }}
      aria-hidden="true"
    />
  ));
}
