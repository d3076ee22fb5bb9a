SELECT name, incarnation FROM life;
