-- A tiny database for the tests of the archive reader.

CREATE SEQUENCE ticket_seq START 100;
CREATE TABLE authors (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE books (
    id integer PRIMARY KEY,
    author_id integer NOT NULL REFERENCES authors (id),
    title text NOT NULL,
    notes text
);
CREATE TABLE "Odd ""name"" ü" (id integer DEFAULT nextval('ticket_seq') PRIMARY KEY, "Some Column" text);
CREATE INDEX books_title ON books (title);
CREATE VIEW book_list AS SELECT b.title, a.name FROM books b JOIN authors a ON a.id = b.author_id;
CREATE FUNCTION book_count() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT count(*) FROM books';
COMMENT ON TABLE books IS 'What there is to read; a comment with '' and ; in it';

INSERT INTO authors SELECT n, 'Author ' || n FROM generate_series(1, 5) n;
INSERT INTO books SELECT n, n % 5 + 1, 'Book ' || n, CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN E'a\tb\\c\nd' ELSE '' END
FROM generate_series(1, 12) n;
INSERT INTO "Odd ""name"" ü" ("Some Column") VALUES ('eins'), (NULL), (E'\\.');
SELECT lo_from_bytea(90001, decode(repeat('00ff10', 1000), 'hex'));
