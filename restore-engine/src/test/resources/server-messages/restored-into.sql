CREATE TABLE public.users (id integer, email text UNIQUE, age text);
CREATE TABLE public.orders (id integer, note text);
CREATE TABLE public.notes (id text, note varchar(5));
CREATE FUNCTION public.check_it() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'account of % is blocked', NEW.email; END$$;
CREATE TABLE public.guarded (email text);
CREATE TRIGGER g BEFORE INSERT ON public.guarded FOR EACH ROW EXECUTE FUNCTION public.check_it();
CREATE TABLE public.parent (id integer PRIMARY KEY);
CREATE TABLE public.child (user_id integer REFERENCES public.parent(id));
CREATE TABLE public.wide (a text);
