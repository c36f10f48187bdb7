CREATE TABLE public.users (id text, email text, age text);
INSERT INTO public.users VALUES ('1','alice.zq7@example.org','770077'),('1','alice.zq7@example.org','770077');
CREATE TABLE public.orders (id text, note text); INSERT INTO public.orders VALUES ('alice.zq7@example.org', 'a');
CREATE TABLE public.notes (id text, note text); INSERT INTO public.notes VALUES ('1', E'first zq7\nDETAIL:  second zq7\nCommand was: third zq7');
CREATE TABLE public.guarded (email text); INSERT INTO public.guarded VALUES ('alice.zq7@example.org');
CREATE TABLE public.child (user_id text); INSERT INTO public.child VALUES ('770077');
CREATE TABLE public.wide (a text, b text); INSERT INTO public.wide VALUES ('zq7', 'zq7');
