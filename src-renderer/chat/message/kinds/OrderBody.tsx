import { ShoppingBag } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney, orderTotal } from '../../../../src-shared/rules/money.ts';
import { neutralise } from '../../../../src-shared/rules/safe-text.ts';
import type { BodyProps } from '../body.ts';
import { FileCard } from '../media/FileCard.tsx';
import { TextBody } from '../TextBody.tsx';
import kinds from './Kinds.module.css';
import { numbered } from './numbered.ts';
import styles from './OrderBody.module.css';

/** What the customer wants to buy: pieces, prices, and the sum where every price is known. */
export function OrderBody({ message: { content, media }, text }: BodyProps & { text: ReactNode }) {
  const { t, i18n } = useTranslation('chat');
  const { language } = i18n;
  if (content?.type !== 'order') {
    return (
      <>
        <FileCard kind="order" media={media} />
        {text}
      </>
    );
  }
  const total = orderTotal(content.items);
  const pieces = content.items.reduce((sum, { quantity }) => sum + quantity, 0);
  return (
    <>
      <small className={kinds.label}>
        <ShoppingBag size={14} strokeWidth={1.75} aria-hidden="true" />
        <span>{t('order.title', { count: pieces, formatted: pieces.toLocaleString(language) })}</span>
      </small>
      <table className={styles.items}>
        <thead>
          <tr>
            <th scope="col">{t('order.product')}</th>
            <th scope="col">{t('order.quantity')}</th>
            <th scope="col">{t('order.price')}</th>
          </tr>
        </thead>
        <tbody>
          {numbered(content.items).map(({ at, one: { product, quantity, price, currency } }) => (
            <tr key={at}>
              <td>{neutralise(product)}</td>
              <td>{quantity.toLocaleString(language)}</td>
              <td>{price === null ? '—' : formatMoney(price, currency, language)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {t('order.total')}
            </th>
            <td>{total === null ? t('order.noTotal') : formatMoney(total.amount, total.currency, language)}</td>
          </tr>
        </tfoot>
      </table>
      {content.note !== null && content.note.trim() !== '' && <TextBody text={content.note} />}
    </>
  );
}
