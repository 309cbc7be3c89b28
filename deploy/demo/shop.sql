-- A small shop: customers, products, orders and what was ordered. The same rows every time.

CREATE TYPE order_status AS ENUM ('new', 'paid', 'shipped', 'returned', 'cancelled');
COMMENT ON TYPE order_status IS 'Where an order stands';

CREATE TABLE customers (
  id integer PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  city text NOT NULL,
  country char(2) NOT NULL,
  since date NOT NULL,
  newsletter boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE customers IS 'People who have ordered, or may';
COMMENT ON COLUMN customers.country IS 'ISO 3166-1, two letters';

CREATE TABLE products (
  id integer PRIMARY KEY,
  sku text NOT NULL UNIQUE,
  name text NOT NULL,
  category text NOT NULL,
  price numeric(10, 2) NOT NULL CHECK (price > 0),
  tags text[] NOT NULL DEFAULT '{}',
  attributes jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE products IS 'What the shop sells';
COMMENT ON COLUMN products.price IS 'In euros, tax included';

CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id integer NOT NULL REFERENCES customers,
  status order_status NOT NULL DEFAULT 'new',
  placed_at timestamptz NOT NULL,
  note text
);
COMMENT ON TABLE orders IS 'One row for each order';
COMMENT ON COLUMN orders.note IS 'What the customer wrote, if anything';
CREATE INDEX orders_customer_id_placed_at ON orders (customer_id, placed_at);

CREATE TABLE order_items (
  order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
  product_id integer NOT NULL REFERENCES products,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price numeric(10, 2) NOT NULL,
  PRIMARY KEY (order_id, product_id)
);
COMMENT ON TABLE order_items IS 'The products of each order';
COMMENT ON COLUMN order_items.unit_price IS 'What the product cost then';

CREATE VIEW order_totals AS
  SELECT o.id, o.customer_id, c.name AS customer, o.status, o.placed_at,
    sum(i.quantity * i.unit_price) AS total
  FROM orders o
  JOIN customers c ON c.id = o.customer_id
  JOIN order_items i ON i.order_id = o.id
  GROUP BY o.id, c.id;
COMMENT ON VIEW order_totals IS 'Each order with its customer and its sum in euros';

INSERT INTO customers (id, name, email, city, country, since, newsletter)
SELECT n, given || ' ' || family, lower(address) || n || '@shop.example', city, country,
  date '2021-01-04' + (n * 37) % 1500, n % 3 = 0
FROM generate_series(1, 400) AS n
CROSS JOIN LATERAL (SELECT
  (ARRAY['Ada', 'Grace', 'Lin', 'Amara', 'Jonas', 'Mei', 'Omar', 'Sofia'])[1 + n % 8],
  (ARRAY['Okafor', 'Lindqvist', 'Moreau', 'Tanaka', 'Fischer', 'Silva', 'Haddad'])[1 + n % 7]
) AS person (given, family)
CROSS JOIN LATERAL (SELECT given || '.' || family) AS mail (address)
CROSS JOIN LATERAL (SELECT
  (ARRAY['Lyon', 'Lagos', 'Kyoto', 'Malmö', 'Porto', 'Köln'])[1 + n % 6],
  (ARRAY['FR', 'NG', 'JP', 'SE', 'PT', 'DE'])[1 + n % 6]
) AS place (city, country)
WHERE n % 10 <> 0;

INSERT INTO customers (id, name, email, city, country, since, newsletter)
SELECT n,
  (ARRAY['王', '李', '张', '刘', '陈', '杨', '赵'])[1 + n / 10 % 7]
    || (ARRAY['芳', '伟', '秀英', '思远', '晓雨', '建国', '静'])[1 + n / 10 % 6],
  'customer' || n || '@shop.example',
  (ARRAY['上海', '北京', '深圳', '成都', '杭州'])[1 + n / 10 % 5], 'CN',
  date '2021-01-04' + (n * 37) % 1500, n % 3 = 0
FROM generate_series(10, 400, 10) AS n;

INSERT INTO products (id, sku, name, category, price, tags, attributes)
SELECT n, 'SKU-' || lpad(n::text, 4, '0'),
  (ARRAY['Teapot', 'Lamp', 'Notebook', 'Chair', 'Kettle', '茶壶', '台灯', 'Rug'])[1 + n % 8]
    || ' ' || n,
  (ARRAY['kitchen', 'light', 'office', 'living'])[1 + n % 4],
  round(4.5 + (n * 7919 % 20000) / 100.0, 2),
  CASE WHEN n % 5 = 0 THEN ARRAY['sale', 'gift'] WHEN n % 3 = 0 THEN ARRAY['gift'] ELSE '{}' END,
  jsonb_build_object('weight_g', 100 + n * 131 % 4000, 'colour',
    (ARRAY['black', 'white', 'red', 'oak'])[1 + n % 4])
FROM generate_series(1, 120) AS n;

INSERT INTO orders (id, customer_id, status, placed_at, note)
SELECT n, 1 + n * 7919 % 400,
  (ARRAY['new', 'paid', 'shipped', 'shipped', 'shipped', 'returned', 'cancelled'])
    [1 + n % 7]::order_status,
  timestamptz '2025-01-01 08:00:00Z' + n * interval '4 hours 13 minutes',
  CASE WHEN n % 11 = 0 THEN 'Please ring twice' WHEN n % 13 = 0 THEN '请放在门口' END
FROM generate_series(1, 3000) AS n;

INSERT INTO order_items (order_id, product_id, quantity, unit_price)
SELECT o.id, p.id, 1 + (o.id * 31 + line) % 4, p.price
FROM orders o
CROSS JOIN generate_series(0, 2) AS line
JOIN products p ON p.id = 1 + (o.id * 17 + line * 41) % 120
WHERE line <= o.id % 3;

ANALYZE;
